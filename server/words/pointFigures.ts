/** Which figures of a sentence are points, to be written as the village writes them. */
import type { Params } from '../domain/answers/fault.ts'
import { formatPoints, type PointUnit } from '../domain/points/unit.ts'

/** By code of the sentence: the names of its params that are whole smallest units. */
export const pointFigures: Readonly<Record<string, readonly string[]>> = {
  'points-fixed': ['points'],
  'points-range': ['min', 'max'],
  'points-level': ['levels'],
  'units-uneven': ['points'],
  'cap-points': ['limit', 'used', 'points'],
  'points-unchanged': ['points'],
  'points-beyond-rule': ['most'],
  'balance-negative': ['balance'],
  'balance-short': ['balance', 'total'],
  'balance-below-least': ['balance', 'least'],
  'balance-kept': ['points', 'keep', 'total'],
  'factor-uneven': ['points'],
  'price-changed': ['shown', 'now'],
  'restore-too-much': ['left'],
  'closing-moved': ['shown', 'now'],
  'share-too-large': ['score', 'balance'],
  'household-on-hold': ['points'],
  'sheet-rule-short': ['max', 'most'],
}

/** Names of numbers in requests that are points. */
const pointFields: ReadonlySet<string> = new Set([
  ...['points', 'min', 'max', 'steps', 'score', 'balance', 'over', 'from', 'expires', 'keep', 'least'],
])

/** Whether the number at the end of this path, of what was sent, is points. */
export function isPointField(names: readonly string[]): boolean {
  return pointFields.has(names.at(-1) ?? '')
}

/**
 * Params with points as text, and the unit itself as `step`.
 *
 * @param unit of the village that the sentence is about
 */
export function writePointFigures(code: string, params: Params, unit: PointUnit): Params {
  const names = pointFigures[code]
  if (!names) return params
  const written = names.flatMap((name): [string, string][] => {
    const value = params[name]
    if (typeof value === 'number') return [[name, formatPoints(value, unit)]]
    if (Array.isArray(value))
      return [[name, value.map(({ name, points }) => `${name} ${formatPoints(points, unit)}`).join(' / ')]]
    return []
  })
  return { ...params, ...Object.fromEntries(written), step: formatPoints(1, unit) }
}
