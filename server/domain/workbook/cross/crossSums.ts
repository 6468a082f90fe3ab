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
  const whole = lines.filter((line) => line.cells.every(({ cell }) => cell.kind !== 'problem'))
  for (const [place, { column }] of compared.entries()) {
    const label = tightText(header.labels[column])
    const before = compared[place - 1]?.column ?? -1
    const told = whole.flatMap((line) => {
      const cell = sheet.rows[line.row - 1]?.[column] ?? null
      const sum = figureOf(cell, unit)
      return sum === null ? [] : [{ row: line.row, cell, sum, possible: sumsOf(line, before, column, label) }]
    })
    // A column of sums has the same ones in each line: those that most lines have.
    const kind = mostFitting(told)
    for (const { row, cell, sum, possible } of told)
      if (possible[kind] !== sum) fault(row, column, cell, possible[kind] ?? 0, true)
  }
  for (const { row, cells, isWhole } of sumLines(table, lines)) {
    for (const [column, sums] of cells) {
      const cell = sheet.rows[row - 1]?.[column] ?? null
      const sum = figureOf(cell, unit)
      if (sum !== null && isWhole && !sums.includes(sum)) fault(row, column, cell, sums[0] ?? 0, false)
    }
  }
  return faults.sort((a, b) => Number(b.isOfLine) - Number(a.isOfLine) || (a.isOfLine ? a.row - b.row : 0))
}

/** The place of the sum that most lines have; of several, the first. */
function mostFitting(told: readonly { sum: number; possible: readonly number[] }[]): number {
  const fits = (told[0]?.possible ?? []).map(
    (_, place) => told.filter(({ sum, possible }) => possible[place] === sum).length,
  )
  return Math.max(fits.indexOf(Math.max(...fits)), 0)
}

function figureOf(cell: Cell, unit: PointUnit): number | null {
  if (isBlank(cell)) return null
  const reading = readPointsCell(cell, unit)
  return reading.kind === 'points' ? reading.points : null
}

/**
 * What a sum may be of: the cells since the sum before it, all left of it, all, one item; one sign, where its words
 * say so. The same number of sums for each line of a column.
 */
function sumsOf({ cells }: CrossLine, before: number, at: number, label: string): number[] {
  type One = CrossLine['cells'][number]
  const sign = signOf(label)
  const sets: ((one: One) => boolean)[] = [
    ({ column }) => column.column > before && column.column < at,
    ({ column }) => column.column < at,
    () => true,
    ({ column }) => !column.isOpening,
    ({ column }) => column.item !== '' && label.includes(column.item),
    ...(sign === null ? [] : [({ cell }: One) => cell.kind === 'points' && Math.sign(cell.points) === sign]),
  ]
  const isRead = (one: One) => !one.column.isLeft
  return [cells, cells.filter(isRead)].flatMap((some) =>
    sets.flatMap((isIn) => {
      const points = some.filter(isIn).flatMap(({ cell }) => (cell.kind === 'points' ? [cell] : []))
      const net = total(points.map((one) => one.points))
      const written = total(points.map((one) => Math.sign(one.points) * Math.abs(one.written)))
      // What was taken alone is often written without a sign.
      const isTaken = points.every((one) => one.points <= 0)
      return [net, written, ...(isTaken ? [-net, -written] : [NaN, NaN])]
    }),
  )
}

/** 加分小计 is of what was given, 扣分合计 of what was taken; 得分 may be of either. */
function signOf(label: string): 1 | -1 | null {
  if (/[扣减罚]|负/u.test(label)) return -1
  return /[加奖得]|正/u.test(label) ? 1 : null
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
