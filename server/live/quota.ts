/** Counts events against a limit, in windows of a minute. */
const windowMs = 60_000

export class Quota {
  readonly #most: number
  #since = -Infinity
  #used = 0

  /** @param most events in one window */
  constructor(most: number) {
    this.#most = most
  }

  /** Counts one event at this time, ms; false where the limit is reached. */
  take(now: number): boolean {
    if (!this.hasRoom(now)) return false
    if (this.isIdle(now)) {
      this.#since = now
      this.#used = 0
    }
    this.#used += 1
    return true
  }

  hasRoom(now: number): boolean {
    return this.isIdle(now) || this.#used < this.#most
  }

  /** Whether its window is over: a new counter would say the same. */
  isIdle(now: number): boolean {
    return now - this.#since >= windowMs
  }
}
