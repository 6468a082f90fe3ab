/** The sums that a cross table has itself, held against its cells. */
import { formatPoints, type PointUnit } from '../../points/unit.ts'
import { type Cell, cellAddress, isBlank, type Row, tightText } from '../cells/cells.ts'
import { isSumLine } from '../cells/lines.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { Questions } from '../questions/questions.ts'
import type { CrossCell } from './crossCells.ts'
import type { CrossSheet, SettledColumn } from './crossColumns.ts'

/** A line as it was read. */
export interface CrossLine {
  /** From 1. */
  row: number
  cells: { column: SettledColumn; cell: CrossCell }[]
}

/** A sum that is not what its cells come to. */
export interface SumFault {
  row: number
  cell: string
  /** As it stands there, and what the cells come to. */
  value: string
  /** Whether it is of a line; or else of a column. */
  isOfLine: boolean
}

/** The sums that disagree with their cells; of lines with an unreadable cell none is said to. */
export function findSumFaults(table: CrossSheet, lines: readonly CrossLine[], unit: PointUnit): SumFault[] {
  const { sheet, header, cross } = table
  const faults: SumFault[] = []
  const fault = (row: number, column: number, cell: Cell, sum: number, isOfLine: boolean) =>
    faults.push({
      row,
      cell: cellAddress(row, column),
      value: `${tightText(cell)} ≠ ${formatPoints(sum, unit)}`,
      isOfLine,
    })
  const compared = cross.sums.filter(({ isRunning }) => !isRunning)
  for (const line of lines) {
    if (line.cells.some(({ cell }) => cell.kind === 'problem')) continue
    for (const [place, { column }] of compared.entries()) {
      const cell = sheet.rows[line.row - 1]?.[column] ?? null
      const sum = figureOf(cell, unit)
      if (sum === null) continue
      const label = tightText(header.labels[column])
      const before = compared[place - 1]?.column ?? -1
      const possible = sumsOf(line, before, column, label)
      if (!possible.includes(sum)) fault(line.row, column, cell, possible[0] ?? 0, true)
    }
  }
  for (const { row, cells, isWhole } of sumLines(table, lines)) {
    for (const [column, sums] of cells) {
      const cell = sheet.rows[row - 1]?.[column] ?? null
      const sum = figureOf(cell, unit)
      if (sum !== null && isWhole && !sums.includes(sum)) fault(row, column, cell, sums[0] ?? 0, false)
    }
  }
  return faults
}

function figureOf(cell: Cell, unit: PointUnit): number | null {
  if (isBlank(cell)) return null
  const reading = readPointsCell(cell, unit)
  return reading.kind === 'points' ? reading.points : null
}

/** What a sum may be of: the cells since the sum before it, all left of it, all, one sign, one item, one day. */
function sumsOf({ cells }: CrossLine, before: number, at: number, label: string): number[] {
  type One = CrossLine['cells'][number]
  const sets: ((one: One) => boolean)[] = [
    ({ column }) => column.column > before && column.column < at,
    ({ column }) => column.column < at,
    () => true,
    ({ column }) => !column.isOpening,
    ({ cell }) => cell.kind === 'points' && cell.points > 0,
    ({ cell }) => cell.kind === 'points' && cell.points < 0,
    ({ column }) => column.item !== '' && label.includes(column.item),
  ]
  const isRead = (one: One) => !one.column.isLeft
  const sums = [cells, cells.filter(isRead)].flatMap((some) => sets.map((isIn) => some.filter(isIn)))
  const points = sums.map((some) => total(some.map(({ cell }) => (cell.kind === 'points' ? cell.points : 0))))
  const written = sums.map((some) =>
    total(some.map(({ cell }) => (cell.kind === 'points' ? cell.written : 0))),
  )
  return [...points, ...written].flatMap((sum, place) => (place % sets.length === 5 ? [sum, -sum] : [sum]))
}

const total = (figures: readonly number[]) => figures.reduce((sum, one) => sum + one, 0)

/** Lines of sums, with what each column comes to above it: since the sum line before it, or in all. */
function sumLines({ sheet, header, cross }: CrossSheet, lines: readonly CrossLine[]) {
  const found: { row: number; cells: [number, number[]][]; isWhole: boolean }[] = []
  let from = cross.firstRow
  for (let row = cross.firstRow; row <= sheet.rows.length; row++) {
    const cells: Row = sheet.rows[row - 1] ?? []
    if (cells.every(isBlank) || !isSumLine(cells, header)) continue
    const above = lines.filter((line) => line.row < row)
    const since = above.filter((line) => line.row >= from)
    const isWhole = above.every((line) => line.cells.every(({ cell }) => cell.kind !== 'problem'))
    const columns = lines[0]?.cells.map(({ column }) => column.column) ?? []
    found.push({
      row,
      isWhole,
      cells: columns.map((column) => [
        column,
        [columnSum(since, column, 'points'), columnSum(above, column, 'points')].concat([
          columnSum(since, column, 'written'),
          columnSum(above, column, 'written'),
        ]),
      ]),
    })
    from = row + 1
  }
  return found
}

function columnSum(lines: readonly CrossLine[], column: number, what: 'points' | 'written'): number {
  const cells = lines.flatMap((line) => line.cells.filter((one) => one.column.column === column))
  return total(cells.map(({ cell }) => (cell.kind === 'points' ? cell[what] : 0)))
}

/** The most sums that a question names. */
const mostNamed = 5

/**
 * Asks what counts where sums disagree with their cells.
 *
 * @returns `leave` for a table that is left out, `problem` where such lines are problem lines
 */
export function askAboutSums(
  { sheet, header }: CrossSheet,
  faults: readonly SumFault[],
  questions: Questions,
): 'by-cells' | 'problem' | 'leave' {
  const [first] = faults
  if (!first) return 'by-cells'
  const named = faults.slice(0, mostNamed).map(({ cell, value }) => `${cell} ${value}`)
  const answer = questions.ask({
    id: `sums-differ ${sheet.name} ${headerName(header)}`,
    code: 'sums-differ',
    sheet: sheet.name,
    row: first.row,
    params: { count: faults.length, examples: named.join('; ') },
    choices: [
      { value: 'by-cells', code: 'by-cells' },
      ...(faults.some(({ isOfLine }) => isOfLine) ? [{ value: 'problem', code: 'problem' as const }] : []),
      { value: 'leave', code: 'leave' },
    ],
    preset: null,
  })
  return answer === 'by-cells' || answer === 'leave' ? answer : 'problem'
}
