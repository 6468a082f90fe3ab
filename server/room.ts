/** Lets pieces of work in while there is room for them together; the rest waits, in its order. */
export class Room {
  #free: number
  readonly #waiting: { size: number; enter: () => void }[] = []

  /** @param size how much there is room for at once, in the unit of what comes in */
  constructor(size: number) {
    this.#free = size
  }

  /**
   * Waits until there is room.
   *
   * @param size what the work takes, at most the size of the room
   * @param signal gives the waiting up
   * @returns the way out; called again, it does nothing
   * @throws the signal's reason when it was given up
   */
  async enter(size: number, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#waiting.length > 0 || size > this.#free) await this.#turn(size, signal)
    else this.#free -= size
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      this.#free += size
      this.#letIn()
    }
  }

  #turn(size: number, signal: AbortSignal | undefined): Promise<void> {
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
      const place = { size, enter }
      this.#waiting.push(place)
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  #letIn(): void {
    for (let [next] = this.#waiting; next && next.size <= this.#free; [next] = this.#waiting) {
      this.#waiting.shift()
      this.#free -= next.size
      next.enter()
    }
  }
}
