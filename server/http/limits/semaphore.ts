/** Who acquires, and how much of the size may be theirs at once. */
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
 * A weighted semaphore with first-come order. A holder whose share is used up
 * waits without blocking the others.
 */
export class Semaphore {
  #free: number
  readonly #waiting: Place[] = []
  /** By holder, without those who hold nothing. */
  readonly #held = new Map<string, number>()

  /** @param size what can be held at once, in any unit */
  constructor(size: number) {
    this.#free = size
  }

  /**
   * Waits for its turn.
   *
   * @param size at most the semaphore's size and each holder's share
   * @param signal aborts the wait
   * @param holders whose shares it counts in
   * @returns an idempotent release function
   * @throws the signal's reason when aborted
   */
  async acquire(size: number, signal?: AbortSignal, holders: readonly Holder[] = []): Promise<() => void> {
    signal?.throwIfAborted()
    await this.#turn(size, signal, holders)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#free += size
      for (const { name } of holders) this.#hold(name, -size)
      this.#admit()
    }
  }

  #turn(size: number, signal: AbortSignal | undefined, holders: readonly Holder[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1)
        reject(signal?.reason as Error)
        this.#admit()
      }
      const enter = () => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      const place = { size, holders, enter }
      this.#waiting.push(place)
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#admit()
    })
  }

  #admit(): void {
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
