/**
 * The unit of a village's points. The ledger, the API and the socket count in whole
 * numbers of the village's smallest unit; people read and type points: with a unit of
 * 0.5, 5 in the ledger is 2.5 on the wall.
 */
import { formatCount } from '../text/format.ts'

/** The smallest units a village can choose from, in points. */
export const pointUnits = [1, 0.5, 0.1] as const
export type PointUnit = (typeof pointUnits)[number]

/** How many smallest units make one point. */
export function partsOf(unit: PointUnit): 1 | 2 | 10 {
  return unit === 1 ? 1 : unit === 0.5 ? 2 : 10
}

/** The unit of which so many make one point; 1 for numbers that no unit has. */
export function unitOfParts(parts: number): PointUnit {
  return pointUnits.find((unit) => partsOf(unit) === parts) ?? 1
}

/** Points as a number to calculate and draw with: 5 smallest units of 0.5 are 2.5. */
export function inPoints(units: number, unit: PointUnit): number {
  return units / partsOf(unit)
}

/** Whole smallest units of points; null where the unit is too coarse for them. */
export function inUnits(points: number, unit: PointUnit): number | null {
  const exact = points * partsOf(unit)
  const units = Math.round(exact)
  // 2.3 × 10 is 22.999999999999996.
  return Math.abs(exact - units) < 1e-6 ? units + 0 : null
}

/**
 * Points as the village writes them, thousands separated, with a true minus sign: 5,038 · −2.5.
 *
 * @param units of the smallest unit
 */
export function formatPoints(units: number, unit: PointUnit): string {
  return formatCount(inPoints(units, unit))
}

/** Points as a change: +2.5 · −20 · 0. @param units of the smallest unit */
export function formatPointChange(units: number, unit: PointUnit): string {
  return units > 0 ? `+${formatPoints(units, unit)}` : formatPoints(units, unit)
}

/** Points as somebody types them, to begin a field with: 2.5, −20, without separators. */
export function typedPoints(units: number, unit: PointUnit): string {
  return String(inPoints(units, unit))
}

/** What was typed where points are expected. */
export type TypedPoints =
  | { units: number }
  /** `fine`: a number, but finer than the unit. */
  | { fault: 'empty' | 'no-number' | 'fine' }

/**
 * Reads points as people type them: `2.5`, `－20`, `1,500`, `＋40`, full-width figures.
 *
 * @returns signed whole smallest units, or what is wrong
 */
export function readPoints(text: string, unit: PointUnit): TypedPoints {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^[−–—]/u, '-')
    .replace(/(\d)[,，](?=\d{3}(?:\D|$))/gu, '$1')
    .replace(/[。]/gu, '.')
  if (plain === '') return { fault: 'empty' }
  if (!/^[+-]?\d{1,9}(?:\.\d{0,6})?$/.test(plain)) return { fault: 'no-number' }
  const units = inUnits(Number(plain), unit)
  return units === null ? { fault: 'fine' } : { units }
}
