import type { Turn } from '../store.ts'

/**
 * The writes of this process, those of one turn one after the other: they wait here, with one
 * connection a turn, and not each with its own at the row that a turn locks.
 */
export class TurnQueue {
  /** The last write of each turn. */
  readonly #turns = new Map<Turn, Promise<unknown>>()

  /** Does the work once what came before in this turn is done. */
  run<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(turn) ?? Promise.resolve()
    const result = before.then(work)
    const done = result.catch(() => {})
    this.#turns.set(turn, done)
    void done.then(() => this.#turns.get(turn) === done && this.#turns.delete(turn))
    return result
  }
}
