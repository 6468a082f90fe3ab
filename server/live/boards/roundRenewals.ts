/** When boards are rebuilt for the visits of an open round: once per visit is too expensive. */

/** A village's board is rebuilt for its round at most this often, ms. */
const everyMs = 10_000

export class RoundRenewals {
  readonly #renew: (village: number) => void
  /** By village: when its board was last rebuilt for its round, and the scheduled rebuild. */
  readonly #rounds = new Map<number, { at: number; timer: NodeJS.Timeout | null }>()

  constructor(renew: (village: number) => void) {
    this.#renew = renew
  }

  /** Rebuilds the village's board, at once where it was not rebuilt lately. */
  schedule(village: number): void {
    const round = this.#rounds.get(village) ?? { at: -everyMs, timer: null }
    this.#rounds.set(village, round)
    const wait = Math.max(0, round.at + everyMs - performance.now())
    round.timer ??= setTimeout(() => {
      round.timer = null
      round.at = performance.now()
      this.#renew(village)
    }, wait).unref()
  }

  remove(village: number): void {
    const timer = this.#rounds.get(village)?.timer
    if (timer) clearTimeout(timer)
    this.#rounds.delete(village)
  }

  close(): void {
    for (const village of [...this.#rounds.keys()]) this.remove(village)
  }
}
