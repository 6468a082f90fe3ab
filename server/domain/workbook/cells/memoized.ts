import type { Cell } from './cells.ts'

/** So many answers are kept; then all are dropped. A workbook has a few thousand different cells. */
const mostAnswers = 100_000

/** The function with its answers kept: a ledger repeats the same few thousand cells. */
export function memoized<Answer>(read: (cell: Cell) => Answer): (cell: Cell) => Answer {
  const answers = new Map<Cell, { answer: Answer }>()
  /** Dates are told apart by their instant, not as objects. */
  const byInstant = new Map<number, { answer: Answer }>()
  return (cell) => {
    const isDate = cell instanceof Date
    let known = isDate ? byInstant.get(cell.getTime()) : answers.get(cell)
    if (known) return known.answer
    known = { answer: read(cell) }
    if (answers.size >= mostAnswers) answers.clear()
    if (isDate) byInstant.set(cell.getTime(), known)
    else answers.set(cell, known)
    return known.answer
  }
}
