import type { Effect } from '../../points/points.ts'
import { inUnits, type PointUnit } from '../../points/unit.ts'
import { type Cell, tightText } from './cells.ts'
import { parseDecimal } from './numerals.ts'
import { mostPoints } from './pointsWords.ts'

export type PointsCell =
  | { kind: 'blank' }
  | { kind: 'bad' }
  /** Finer than the unit. */
  | { kind: 'fraction' }
  | { kind: 'points'; points: number; sign: Sign }

/** What stands in front, as a sign or a word. */
type Sign = '' | '+' | '-'

const blank: PointsCell = { kind: 'blank' }
const bad: PointsCell = { kind: 'bad' }
const fraction: PointsCell = { kind: 'fraction' }

/** A sign or a word for one, a number, 分: +20, 加五分, 扣2分, 一分半. */
const written = /^(?:(\+|加|奖励?|得)|(-|扣除?|减|罚))?(?:分)?:?([^+-]+?)(?:分(半)?)?$/u

/**
 * The figure in a cell of a ledger: 20, +20, -10, `20分`, 加五分, full-width. A dash or 无 is blank. What
 * counts or compares besides, such as 10分/次×3, is none.
 */
export function readPointsCell(cell: Cell | undefined, unit: PointUnit): PointsCell {
  if (cell === null || cell === undefined) return blank
  if (typeof cell === 'number') return figure(cell, cell < 0 ? '-' : '', unit)
  const text = tightText(cell).replace(/[‐-―−]/gu, '-')
  if (text === '' || /^(?:[-/\\]+|无)$/u.test(text)) return blank
  if (typeof cell !== 'string') return bad
  const [, plus, minus, number = '', half] = written.exec(text) ?? []
  // A bare 一 may be a dash.
  const points = text === '一' ? null : parseDecimal(number)
  if (points === null) return bad
  const sign = plus === undefined ? (minus === undefined ? '' : '-') : '+'
  return figure((points + (half ? 0.5 : 0)) * (sign === '-' ? -1 : 1), sign, unit)
}

function figure(points: number, sign: Sign, unit: PointUnit): PointsCell {
  if (!(Math.abs(points) <= mostPoints)) return bad
  const units = inUnits(points, unit)
  return units === null ? fraction : { kind: 'points', points: units, sign }
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
  // 加5分 below 扣分: which of them is the slip?
  if (deduct.kind === 'points' && deduct.sign === '+') return { problem: 'bad-points' }
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
  return { points: both.sign === '' && effect === 'deduct' ? -both.points : both.points }
}
