/** What one posting changes in a board. The server's hub and every screen run these same functions. */
import { quarterOf } from '../calendar/calendar.ts'
import {
  type Board,
  type BoardChange,
  type BoardFigures,
  type BoardHousehold,
  type PostingEvent,
  recentLines,
} from './board.ts'

/** A board without its households. */
export type BoardFrame = Omit<Board, 'households'>

/** Whether the event is the next one for this board; if not, a new board is due. */
export function follows(board: Pick<Board, 'seq' | 'epoch'>, event: PostingEvent): boolean {
  return event.epoch === board.epoch && event.seq === board.seq + 1
}

/** All but the households after one posting. The given frame is left as it was; what did not change is shared with it. */
export function foldFrame(board: BoardFrame, { seq, head, change, figures, line }: PostingEvent): BoardFrame {
  const slot = change && change.points !== 0 && !figures ? slotOf(board, change) : -1
  return {
    ...board,
    seq,
    head,
    months: change && slot >= 0 ? withMonth(board, change, slot) : board.months,
    recent: line ? [line, ...board.recent.slice(0, recentLines - 1)] : board.recent,
  }
}

/** Whether a change moves any number of its household. */
export function movesFigures({ points, periodPoints = 0 }: BoardChange): boolean {
  return points !== 0 || periodPoints !== 0
}

/** The numbers of a household after a change. */
export function figuresAfter(
  board: BoardFrame,
  { door, score, month, quarter, year, byDimension }: BoardHousehold,
  change: BoardChange,
): BoardFigures {
  const { points, periodPoints = points } = change
  const inQuarter = quarterOf(change.month) === quarterOf(board.month)
  const inYear = change.month.slice(0, 4) === board.month.slice(0, 4)
  return {
    door,
    score: score + points,
    month: month + (change.month === board.month ? points : 0),
    ...(quarter === undefined ? {} : { quarter: quarter + (inQuarter ? periodPoints : 0) }),
    ...(year === undefined ? {} : { year: year + (inYear ? periodPoints : 0) }),
    byDimension: plus(byDimension, slotOf(board, change), points),
  }
}

function slotOf(board: BoardFrame, { dimension }: BoardChange): number {
  return board.dimensions.findIndex(({ id }) => id === dimension)
}

function withMonth(board: BoardFrame, change: BoardChange, slot: number): Board['months'] {
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
