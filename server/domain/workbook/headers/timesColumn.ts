import { type Cell, isBlank, type Row, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import type { Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { headerName } from './chosenColumns.ts'
import { headerKey } from './fields.ts'

const words =
  /^(?:次数|时长|时数|小时数?|工时|数量|件数|天数|积分次数|参加次数|(?:参加|参与|到会|出席)?人[数次])$/u

/**
 * Asks whether the points of a ledger's lines are for each time, or hour, where a column beside them counts
 * these; and multiplies them where somebody says so.
 */
export function withTimes(known: KnownSheet, questions: Questions): KnownSheet {
  const { sheet, header, kind, cross } = known
  const times = header.labels.findIndex((label) => words.test(headerKey(label)))
  // Where a column has the products, it was asked which of the two counts.
  const isAsked = questions.asked.some((one) => one.code === 'points-column' && one.sheet === sheet.name)
  if (kind !== 'ledger' || cross || times === -1 || isAsked) return known
  const { award, deduct, points } = header.columns
  const columns = [award, deduct, points].filter((column) => column !== undefined)
  const countOf = (row: Row) =>
    Number(tightText(row[times]).replace(/(?:次|小时|个|件|天|人|人次)$/u, '') || 1)
  const isLine = (row: Row, index: number) =>
    index >= header.firstRow - 1 && !isBetween(row, header) && columns.some((column) => !isBlank(row[column]))
  const several = sheet.rows.filter((row, index) => isLine(row, index) && countOf(row) !== 1)
  const [first] = several
  if (!first) return known
  const answer = questions.ask({
    id: `times-beside ${headerName(header)}`,
    code: 'times-beside',
    sheet: sheet.name,
    row: sheet.rows.indexOf(first) + 1,
    params: { column: header.labels[times] ?? '', count: several.length },
    choices: [
      { value: 'points', code: 'as-points' },
      { value: 'multiply', code: 'multiply' },
    ],
    preset: null,
  })
  if (answer !== 'multiply') return known
  const multiplied = (cell: Cell, row: Row): Cell => {
    const count = countOf(row)
    const figure = Number(tightText(cell).replace(/分$/u, ''))
    // What is no plain figure stays, and is a problem by its cell.
    return Number.isNaN(figure) || Number.isNaN(count)
      ? `${tightText(cell)}×${tightText(row[times])}`
      : signed(cell, figure * count)
  }
  const rows = sheet.rows.map((row, index) =>
    isLine(row, index)
      ? row.map((cell, column) => (columns.includes(column) && !isBlank(cell) ? multiplied(cell, row) : cell))
      : row,
  )
  return { ...known, sheet: { ...sheet, rows } }
}

/** A written plus stays. */
function signed(cell: Cell, figure: number): Cell {
  return tightText(cell).startsWith('+') ? `+${figure}` : figure
}
