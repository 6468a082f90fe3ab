/** In which unit a village without postings will count, where its workbook has parts of points. */
import { type PointUnit, pointUnits } from '../../points/unit.ts'
import type { RowProblem } from '../office.ts'
import type { Questions } from './questions.ts'

/** The coarsest unit that takes all figures that were too fine for the present one; null where there are none. */
export function unitNeeded(problems: readonly RowProblem[]): { unit: PointUnit; first: RowProblem } | null {
  const found = problems.filter(({ problem }) => problem === 'points-not-whole')
  const decimals = found.flatMap(({ value }) => value.match(/\.\d*[1-9]/gu) ?? [])
  const [first] = found
  if (!first || decimals.length === 0) return null
  return { unit: decimals.every((part) => part === '.5') ? 0.5 : 0.1, first }
}

/**
 * Asks in which unit the village counts: it is fixed by the first posting.
 *
 * @param now the village's unit, in which the lines with finer points stay out
 * @returns the unit to read the workbook in; the proposed one as long as nobody chooses
 */
export function askUnit(
  questions: Questions,
  now: PointUnit,
  { unit, first }: { unit: PointUnit; first: RowProblem },
): PointUnit {
  const finer = pointUnits.filter((one) => one <= unit && one < now)
  const answer = questions.ask({
    id: 'points-unit',
    code: 'points-unit',
    sheet: first.sheet,
    row: first.row,
    params: { value: first.value, unit: now },
    choices: [
      ...finer.map((one) => ({ value: String(one), code: 'unit' as const, params: { unit: String(one) } })),
      { value: String(now), code: 'unit-kept', params: { unit: String(now) } },
    ],
    preset: null,
  })
  return pointUnits.find((one) => String(one) === answer) ?? finer[0] ?? now
}
