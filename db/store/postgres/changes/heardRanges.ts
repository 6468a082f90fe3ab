/** Numbers that count up, of which some are heard out of order and some never. */
export class HeardRanges {
  /** All up to this one are heard. */
  #upTo: number
  /** Heard beyond a gap. */
  #ahead: { from: number; to: number }[] = []

  constructor(upTo: number) {
    this.#upTo = upTo
  }

  hear(from: number, to: number): void {
    this.#ahead = [...this.#ahead, { from, to }].sort((one, other) => one.from - other.from)
    while (this.#ahead[0] && this.#ahead[0].from <= this.#upTo + 1)
      this.#upTo = Math.max(this.#upTo, this.#ahead.shift()?.to ?? 0)
  }

  /** Takes all up to a number as heard. @returns the range that was not; null when nothing was missed */
  catchUp(to: number): { from: number; to: number } | null {
    if (to <= this.#upTo) return null
    const missed = { from: this.#upTo + 1, to }
    this.hear(missed.from, to)
    return missed
  }
}
