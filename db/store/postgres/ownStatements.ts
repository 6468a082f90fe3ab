/** Holds a transaction to its own statements: it never waits for anything else. */
export class OwnStatements {
  #pending = 0
  #alarm: NodeJS.Immediate | undefined
  #tooLate: (error: Error) => void = () => {}

  /** Runs one statement of the work. */
  async during<Result>(statement: () => Promise<Result>): Promise<Result> {
    this.#pending += 1
    clearImmediate(this.#alarm)
    try {
      return await statement()
    } finally {
      this.#pending -= 1
      this.#watch()
    }
  }

  /**
   * Awaits work that awaits nothing but its statements.
   *
   * @throws Error when a turn of the event loop ends without one of them
   */
  async within<Result>(work: () => Promise<Result>): Promise<Result> {
    const tooLate = new Promise<never>((_, reject) => (this.#tooLate = reject))
    this.#watch()
    try {
      return await Promise.race([work(), tooLate])
    } finally {
      this.#tooLate = () => {}
      clearImmediate(this.#alarm)
    }
  }

  #watch(): void {
    if (this.#pending > 0) return
    clearImmediate(this.#alarm)
    this.#alarm = setImmediate(() =>
      this.#tooLate(new Error('a transaction may wait for its own statements and nothing else')),
    )
  }
}
