/** Rebuilds of boards that may wait a moment: the first at once, the next ones not too soon after it. */
export class Rebuilds {
  readonly #rebuild: (village: number) => void
  /** By village: when its board was last rebuilt, and the scheduled rebuild. */
  readonly #villages = new Map<number, { at: number; timer: NodeJS.Timeout | null }>()

  constructor(rebuild: (village: number) => void) {
    this.#rebuild = rebuild
  }

  /** @param everyMs at least so long after the last one */
  schedule(village: number, everyMs: number): void {
    const known = this.#villages.get(village) ?? { at: -everyMs, timer: null }
    this.#villages.set(village, known)
    const wait = Math.max(0, known.at + everyMs - performance.now())
    known.timer ??= setTimeout(() => {
      known.timer = null
      known.at = performance.now()
      this.#rebuild(village)
    }, wait).unref()
  }

  forget(village: number): void {
    const timer = this.#villages.get(village)?.timer
    if (timer) clearTimeout(timer)
    this.#villages.delete(village)
  }

  clear(): void {
    for (const village of [...this.#villages.keys()]) this.forget(village)
  }
}
