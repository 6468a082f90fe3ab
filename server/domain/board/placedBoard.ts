import { placeOrder, Places } from '../ranking/ranking.ts'
import type { Board, BoardHousehold, PostingEvent } from './board.ts'
import { foldPosting, householdOf } from './fold.ts'

/** A board whose households are kept in the order of their places. */
export class PlacedBoard {
  #board: Board
  readonly places: Places<BoardHousehold>

  constructor(board: Board) {
    this.#board = board
    const order = placeOrder<BoardHousehold>(
      board.tieBreakers,
      board.dimensions.map(({ id }) => id),
    )
    this.places = new Places(board.households, order)
  }

  /** Replaced with each posting, never changed. */
  get board(): Board {
    return this.#board
  }

  /** @throws if the event is not the board's next one, or names an unknown door */
  fold(event: PostingEvent): void {
    const earlier = this.#board
    this.#board = foldPosting(earlier, event)
    const door = event.figures?.door ?? event.change?.door ?? ''
    const [before, after] = [householdOf(earlier, door), householdOf(this.#board, door)]
    if (before && after && before !== after) this.places.replace(before, after)
  }

  /** The place of one door; 0 where the board does not have it. */
  placeOf(door: string): number {
    const household = householdOf(this.#board, door)
    return household ? this.places.of(household) : 0
  }
}
