/** Who takes room, and how much of it may be theirs at once. */
export interface Holder {
  name: string
  most: number
}

interface Place {
  size: number
  holders: readonly Holder[]
  enter: () => void
}

/**
 * Lets pieces of work in while there is room for them together; the rest waits,
 * in its order. Who holds a whole share waits without keeping others waiting.
 */
export class Room {
  #free: number
  readonly #waiting: Place[] = []
  /** What each holder takes; none of those who take nothing. */
  readonly #held = new Map<string, number>()

  /** @param size how much there is room for at once, in the unit of what comes in */
  constructor(size: number) {
    this.#free = size
  }

  /**
   * Waits until there is room.
   *
   * @param size what the work takes, at most the size of the room and of each share
   * @param signal aborts the wait
   * @param holders whose shares the work counts in
   * @returns an idempotent release function
   * @throws the signal's reason when aborted
   */
  async enter(size: number, signal?: AbortSignal, holders: readonly Holder[] = []): Promise<() => void> {
    signal?.throwIfAborted()
    await this.#turn(size, signal, holders)
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      this.#free += size
      for (const { name } of holders) this.#hold(name, -size)
      this.#letIn()
    }
  }

  #turn(size: number, signal: AbortSignal | undefined, holders: readonly Holder[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1)
        reject(signal?.reason as Error)
        this.#letIn()
      }
      const enter = () => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      const place = { size, holders, enter }
      this.#waiting.push(place)
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#letIn()
    })
  }

  #letIn(): void {
    for (let index = 0; index < this.#waiting.length;) {
      const next = this.#waiting[index]
      if (!next || !this.#isWithinShares(next)) {
        index += 1
        continue
      }
      if (next.size > this.#free) return
      this.#waiting.splice(index, 1)
      this.#free -= next.size
      for (const { name } of next.holders) this.#hold(name, next.size)
      next.enter()
    }
  }

  #isWithinShares({ size, holders }: Place): boolean {
    return holders.every(({ name, most }) => (this.#held.get(name) ?? 0) + size <= most)
  }

  #hold(name: string, size: number): void {
    const held = (this.#held.get(name) ?? 0) + size
    if (held > 0) this.#held.set(name, held)
    else this.#held.delete(name)
  }
}
