/** Columns of a cross table under a sign alone (加分, 扣分): figures of their own, or sums of the others. */
import type { PointUnit } from '../../points/unit.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import type { CrossSheet } from './crossColumns.ts'
import type { CrossLine } from './crossSums.ts'
import { type CrossColumn, type CrossTable, linesOf } from './crossTable.ts'

/** The table without the columns that say only whether they give or take. */
export function withoutBareSigns(cross: CrossTable): CrossTable {
  return { ...cross, columns: cross.columns.filter(({ isBareSign }) => !isBareSign) }
}

/**
 * The table with those of its columns under a sign alone that have figures of their own. The others are sums: most
 * of their lines have what the other columns come to, and the table's totals do not count them.
 *
 * @param lines as they were read without these columns
 */
export function withOwnFigures(
  { sheet, header, cross }: CrossSheet,
  lines: readonly CrossLine[],
  unit: PointUnit,
): CrossTable {
  const bare = cross.columns.filter(({ isBareSign }) => isBareSign)
  if (bare.length === 0) return cross
  const starts = [...bare, ...cross.sums].map(({ column }) => column)
  const totals = cross.sums.filter(({ isRunning }) => !isRunning)

  /** 0 for an empty cell, NaN for one that cannot be read. */
  function figure(row: number, column: number): number {
    const reading = readPointsCell(sheet.rows[row - 1]?.[column], unit)
    return reading.kind === 'points' ? reading.points : reading.kind === 'blank' ? 0 : NaN
  }

  function signed(row: number, { column, sign }: CrossColumn): number {
    const points = Math.abs(figure(row, column))
    return sign === 'deduct' ? -points : points
  }

  function hasSum(line: CrossLine, own: CrossColumn): boolean {
    const { column, sign } = own
    const before = Math.max(-1, ...starts.filter((start) => start < column))
    const points = Math.abs(figure(line.row, column))
    const isOfSign = (one: number) => (sign === 'deduct' ? one < 0 : one > 0)
    const other = bare.find((one) => one.sign !== sign)
    const pair = other ? points + Math.abs(figure(line.row, other.column)) : NaN
    const sums = [
      sizeOf(line, isOfSign),
      sizeOf(line, (one, at) => at < column && isOfSign(one)),
      sizeOf(line, (_, at) => at > before && at < column),
    ]
    return sums.includes(points) || pair === sizeOf(line, () => true)
  }

  /** Whether the table's totals come out with the column's figures rather than without. */
  function isInTotals(own: CrossColumn, some: readonly CrossLine[]): boolean {
    const others = bare.filter((one) => one !== own)
    const fitting = (share: (row: number) => number) =>
      some.filter((line) => {
        const base = netOf(line) + share(line.row)
        const rest = others.reduce((sum, one) => sum + signed(line.row, one), 0)
        return totals.some(({ column }) => [base, base + rest].includes(figure(line.row, column)))
      }).length
    return fitting((row) => signed(row, own)) > fitting(() => 0)
  }

  function isSum(own: CrossColumn): boolean {
    const filled = lines.filter(({ row }) => figure(row, own.column) !== 0)
    // Without figures it is nothing, unless they stand in lines that have no others.
    if (filled.length === 0)
      return linesOf(sheet.rows, header, cross.firstRow).every(
        (row) => readPointsCell(row[own.column], unit).kind === 'blank',
      )
    return filled.filter((line) => hasSum(line, own)).length * 2 > filled.length && !isInTotals(own, filled)
  }

  const sums = bare.filter(isSum)
  const all = [...cross.sums, ...sums.map(({ column }) => ({ column, isRunning: false }))]
  return {
    ...cross,
    columns: cross.columns.filter((column) => !sums.includes(column)),
    sums: all.sort((a, b) => a.column - b.column),
  }
}

/** What some cells of a line come to without their signs. */
function sizeOf({ cells }: CrossLine, isIn: (points: number, column: number) => boolean): number {
  const points = cells.flatMap(({ column, cell }) =>
    cell.kind === 'points' && isIn(cell.points, column.column) ? [Math.abs(cell.points)] : [],
  )
  return points.reduce((sum, one) => sum + one, 0)
}

function netOf({ cells }: CrossLine): number {
  return cells.reduce((sum, { cell }) => sum + (cell.kind === 'points' ? cell.points : 0), 0)
}
