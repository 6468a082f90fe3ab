/**
 * Folds a posting into a board. The server's hub and every screen run this same function, so that one small event
 * moves them all alike.
 */
import {
  type Board,
  type BoardChange,
  type BoardFigures,
  type BoardHousehold,
  type PostingEvent,
  recentLines,
} from './board.ts'

/** By the households of a board: where each door stands among them. Boards folded from one share it. */
const doorIndexes = new WeakMap<readonly BoardHousehold[], ReadonlyMap<string, number>>()

/** @returns where the door stands; undefined where there is no such door */
function indexOfDoor(households: readonly BoardHousehold[], door: string): number | undefined {
  let indexes = doorIndexes.get(households)
  if (!indexes) {
    indexes = new Map(households.map((household, index) => [household.door, index]))
    doorIndexes.set(households, indexes)
  }
  return indexes.get(door)
}

/** The household of a door; undefined where the board does not have it. */
export function householdOf({ households }: Board, door: string): BoardHousehold | undefined {
  const index = indexOfDoor(households, door)
  return index === undefined ? undefined : households[index]
}

/** Whether the event is the next one for this board; if not, a new board is due. */
export function follows(board: Board, event: PostingEvent): boolean {
  return event.epoch === board.epoch && event.seq === board.seq + 1
}

/**
 * The board after one posting. The given board is left as it was; what did not
 * change is shared with it.
 *
 * @throws if the event is not the board's next one, or names an unknown door
 */
export function foldPosting(board: Board, event: PostingEvent): Board {
  if (!follows(board, event))
    throw new Error(`posting ${event.epoch}/${event.seq} does not follow board ${board.epoch}/${board.seq}`)
  const { change, figures, line } = event
  const next = { ...board, seq: event.seq, head: event.head }
  if (figures) next.households = withFigures(board, figures)
  else if (change && change.points !== 0) {
    const slot = slotOf(board, change)
    next.households = withFigures(board, figuresAfter(board, change))
    if (slot >= 0) next.months = withMonth(board, change, slot)
  }
  if (line) next.recent = [line, ...board.recent.slice(0, recentLines - 1)]
  return next
}

/**
 * The numbers of a household after a change.
 *
 * @throws if the change names an unknown door
 */
export function figuresAfter(board: Board, change: BoardChange): BoardFigures {
  const before = householdOf(board, change.door)
  if (!before) throw new Error('a posting names a door that the board does not have')
  return {
    door: before.door,
    score: before.score + change.points,
    month: before.month + (change.month === board.month ? change.points : 0),
    byDimension: plus(before.byDimension, slotOf(board, change), change.points),
  }
}

function slotOf(board: Board, { dimension }: BoardChange): number {
  return board.dimensions.findIndex(({ id }) => id === dimension)
}

function withFigures(board: Board, figures: BoardFigures): BoardHousehold[] {
  const index = indexOfDoor(board.households, figures.door)
  if (index === undefined) throw new Error('a posting names a door that the board does not have')
  const households = board.households.slice()
  households[index] = { ...(households[index] as BoardHousehold), ...figures }
  doorIndexes.set(households, doorIndexes.get(board.households) as ReadonlyMap<string, number>)
  return households
}

function withMonth(board: Board, change: BoardChange, slot: number): Board['months'] {
  const months = board.months.slice()
  const index = months.findIndex(({ month }) => month >= change.month)
  const found = months[index]
  if (found?.month === change.month) {
    const byDimension = plus(found.byDimension, slot, change.points)
    if (byDimension.some((points) => points !== 0)) months[index] = { ...found, byDimension }
    else months.splice(index, 1)
    return months
  }
  const fresh = {
    month: change.month,
    byDimension: plus(
      board.dimensions.map(() => 0),
      slot,
      change.points,
    ),
  }
  months.splice(index < 0 ? months.length : index, 0, fresh)
  return months
}

function plus(figures: number[], slot: number, points: number): number[] {
  return figures.map((figure, index) => (index === slot ? figure + points : figure))
}
