/** Notifies those who watch the screens of a village, some moments after a change. */
import type { Logger } from 'pino'
import { succeeds } from '../guard.ts'

/** Watchers of a village's screens are notified at most this often, ms. */
const tellEveryMs = 500

export class ScreenNews {
  readonly #log: Logger
  readonly #share: (village: number) => void
  readonly #listeners = new Set<(village: number) => void>()
  readonly #timers = new Map<number, NodeJS.Timeout>()

  /** @param share tells other processes of this one's walls, before the listeners are called */
  constructor(log: Logger, share: (village: number) => void) {
    this.#log = log
    this.#share = share
  }

  onChange(listener: (village: number) => void): void {
    this.#listeners.add(listener)
  }

  /** Schedules a notice, unless the village has one that is due. */
  schedule(village: number): void {
    if (this.#timers.has(village)) return
    const timer = setTimeout(() => {
      this.#timers.delete(village)
      this.#share(village)
      this.notify(village)
    }, tellEveryMs)
    this.#timers.set(village, timer.unref())
  }

  /** Calls the listeners at once. */
  notify(village: number): void {
    for (const listener of this.#listeners) succeeds(this.#log, () => listener(village))
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }
}
