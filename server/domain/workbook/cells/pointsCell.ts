import type { Effect } from '../../points/points.ts'
import { inUnits, type PointUnit } from '../../points/unit.ts'
import { type Cell, tightText } from './cells.ts'
import { mostPoints } from './pointsWords.ts'

type PointsCell =
  | { kind: 'blank' }
  | { kind: 'bad' }
  /** Finer than the unit. */
  | { kind: 'fraction' }
  /** `signed`: a plus or minus stands in front. */
  | { kind: 'points'; points: number; signed: boolean }

const blank: PointsCell = { kind: 'blank' }
const bad: PointsCell = { kind: 'bad' }
const fraction: PointsCell = { kind: 'fraction' }

/** The figure in a cell of a ledger: 20, +20, -10, `20分`, full-width. A dash or 无 is blank. */
function readPointsCell(cell: Cell | undefined, unit: PointUnit): PointsCell {
  if (cell === null || cell === undefined) return blank
  if (typeof cell === 'number') return figure(cell, cell < 0, unit)
  const text = tightText(cell).replace(/[‐-―−]/gu, '-')
  if (text === '' || /^(?:[-/\\]+|无)$/u.test(text)) return blank
  if (cell instanceof Date) return bad
  const parts = /^([+-]?)(\d{1,7}(?:\.\d{0,6})?|\.\d{1,6})分?$/u.exec(text)
  if (!parts) return bad
  return figure(Number(`${parts[1]}${parts[2]}`), parts[1] !== '', unit)
}

function figure(points: number, signed: boolean, unit: PointUnit): PointsCell {
  if (!(Math.abs(points) <= mostPoints)) return bad
  const units = inUnits(points, unit)
  return units === null ? fraction : { kind: 'points', points: units, signed }
}

export type LinePoints =
  { points: number } | { problem: 'no-points' | 'bad-points' | 'points-not-whole' | 'both-columns' }

/** The columns of one line that can hold points. */
export interface PointsColumns {
  award: Cell
  deduct: Cell
  points: Cell
}

/**
 * The signed points of a line. What stands under 扣分 is taken away with or
 * without a minus; in a column for both, an unsigned figure follows the rule.
 *
 * @param effect whether the line's rule gives or takes
 * @param zeroCounts whether 0 is a result of its own, as in a check from 0 to 100
 * @param unit of the village's points
 * @returns whole smallest units
 */
export function readLinePoints(
  columns: PointsColumns,
  effect: Effect,
  zeroCounts: boolean,
  unit: PointUnit,
): LinePoints {
  const award = readPointsCell(columns.award, unit)
  const deduct = readPointsCell(columns.deduct, unit)
  const both = readPointsCell(columns.points, unit)
  const readings = [award, deduct, both]
  if (readings.some(({ kind }) => kind === 'bad')) return { problem: 'bad-points' }
  if (readings.some(({ kind }) => kind === 'fraction')) return { problem: 'points-not-whole' }
  const filled = readings.filter((reading) => reading.kind === 'points' && reading.points !== 0)
  if (filled.length > 1) return { problem: 'both-columns' }
  if (filled.length === 0) {
    const isZero = readings.some(({ kind }) => kind === 'points')
    return isZero && zeroCounts ? { points: 0 } : { problem: 'no-points' }
  }
  if (award.kind === 'points' && award.points !== 0) return { points: award.points }
  if (deduct.kind === 'points' && deduct.points !== 0) return { points: -Math.abs(deduct.points) }
  if (both.kind !== 'points') return { problem: 'no-points' }
  return { points: !both.signed && effect === 'deduct' ? -both.points : both.points }
}
