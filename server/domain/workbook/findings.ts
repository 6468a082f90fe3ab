import type { PointUnit } from '../points/unit.ts'
import { visibleText } from '../text/characters.ts'
import { briefText, type Cell } from './cells/cells.ts'
import { withVisibleOdds } from './cells/oddText.ts'
import {
  type CautionCode,
  cautionCodes,
  mostCautions,
  type Place,
  type ProblemCode,
  type RowCaution,
  type RowProblem,
} from './office.ts'

/** Collects what is wrong, and what is odd, while the sheets are read. */
export interface Findings {
  /** In which points are counted. */
  readonly unit: PointUnit
  readonly problems: RowProblem[]
  /** The first ones. */
  readonly cautions: RowCaution[]
  /** All of them. */
  readonly cautionCounts: Record<CautionCode, number>
  /**
   * @param cell its address; null when the whole line is meant
   * @param other what the problem names besides its value
   */
  problem(place: Place, cell: string | null, problem: ProblemCode, value: Cell, other?: string): void
  /** @param other what the rule of the line gives */
  caution(place: Place, cell: string | null, caution: CautionCode, value: Cell, other?: string): void
}

/** @param unit of the village's points */
export function createFindings(unit: PointUnit = 1): Findings {
  const problems: RowProblem[] = []
  const cautions: RowCaution[] = []
  const cautionCounts = Object.fromEntries(cautionCodes.map((code) => [code, 0])) as Record<
    CautionCode,
    number
  >
  return {
    unit,
    problems,
    cautions,
    cautionCounts,
    problem({ sheet, row }, cell, problem, value, other) {
      const found = { sheet: visibleText(sheet), row, cell, problem, value: shown(value) }
      const beside = problem === 'points-not-whole' ? String(unit) : other
      problems.push(beside === undefined ? found : { ...found, other: shown(beside) })
    },
    caution({ sheet, row }, cell, caution, value, other) {
      cautionCounts[caution]++
      if (cautions.length < mostCautions)
        cautions.push({
          ...{ sheet: visibleText(sheet), row, cell, caution, value: shown(value) },
          ...(other !== undefined && { other }),
        })
    },
  }
}

function shown(value: Cell): string {
  return briefText(withVisibleOdds(value))
}
