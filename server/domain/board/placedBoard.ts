import { DoorOrder } from '../ranking/doorOrder.ts'
import { placeOrder, Places, type Standing } from '../ranking/ranking.ts'
import type { Board, BoardFigures, BoardHousehold, PostingEvent } from './board.ts'
import { type BoardFrame, figuresAfter, foldFrame, follows, movesFigures } from './fold.ts'

/**
 * A board that postings are folded into, with its households in the order of their places. A posting changes its
 * household in place and moves it: the cost does not grow with the village, but for a shift in a list.
 */
export class PlacedBoard {
  #frame: BoardFrame
  readonly #doors: DoorOrder<BoardHousehold>
  readonly #places: Places<BoardHousehold>
  #copy: Board | null = null

  constructor({ households, ...frame }: Board) {
    this.#frame = frame
    const dimensions = frame.dimensions.map(({ id }) => id)
    this.#doors = new DoorOrder(households)
    this.#places = new Places(this.#doors, placeOrder<BoardHousehold>(frame.tieBreakers, dimensions))
  }

  /** All of the board but its households; replaced with each posting. */
  get frame(): BoardFrame {
    return this.#frame
  }

  /** The board as it is now; later postings leave it as it is. Copied once after each of them. */
  get board(): Board {
    this.#copy ??= { ...this.#frame, households: this.#doors.households.slice() }
    return this.#copy
  }

  /** The board as it is now, without a copy: the next posting changes its list of households. */
  get live(): Board {
    return { ...this.#frame, households: this.#doors.households }
  }

  /** Live too. */
  get places(): Places<BoardHousehold> {
    return this.#places
  }

  /** @throws if the event is not the board's next one, or names an unknown door; nothing is changed then */
  fold(event: PostingEvent): void {
    const { seq, epoch } = this.#frame
    if (!follows(this.#frame, event))
      throw new Error(`posting ${event.epoch}/${event.seq} does not follow board ${epoch}/${seq}`)
    const { change } = event
    const figures = event.figures ?? (change && movesFigures(change) ? this.figuresAfter(change) : null)
    if (figures) this.#move(figures)
    this.#frame = foldFrame(this.#frame, event)
    this.#copy = null
  }

  /**
   * The numbers of a household after a change.
   *
   * @throws if the change names an unknown door
   */
  figuresAfter(change: NonNullable<PostingEvent['change']>): BoardFigures {
    return figuresAfter(this.#frame, this.#mustFind(change.door), change)
  }

  /** The household of a door with its place; null where the board does not have it. */
  standingOf(door: string): Standing<BoardHousehold> | null {
    const household = this.#doors.find(door)
    return household ? { household, rank: this.#places.of(household) } : null
  }

  #move(figures: BoardFigures): void {
    const earlier = this.#mustFind(figures.door)
    const household = { ...earlier, ...figures }
    this.#doors.replace(household)
    this.#places.replace(earlier, household)
  }

  #mustFind(door: string): BoardHousehold {
    const household = this.#doors.find(door)
    if (!household) throw new Error('a posting names a door that the board does not have')
    return household
  }
}
