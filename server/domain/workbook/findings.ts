import { briefText, type Cell } from './cells.ts'
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
  readonly problems: RowProblem[]
  /** The first ones. */
  readonly cautions: RowCaution[]
  /** All of them. */
  readonly cautionCounts: Record<CautionCode, number>
  /** @param cell its address; null when the whole line is meant */
  problem(place: Place, cell: string | null, problem: ProblemCode, value: Cell): void
  caution(place: Place, cell: string | null, caution: CautionCode, value: Cell): void
}

export function createFindings(): Findings {
  const problems: RowProblem[] = []
  const cautions: RowCaution[] = []
  const cautionCounts = Object.fromEntries(cautionCodes.map((code) => [code, 0])) as Record<
    CautionCode,
    number
  >
  return {
    problems,
    cautions,
    cautionCounts,
    problem({ sheet, row }, cell, problem, value) {
      problems.push({ sheet, row, cell, problem, value: briefText(value) })
    },
    caution({ sheet, row }, cell, caution, value) {
      cautionCounts[caution]++
      if (cautions.length < mostCautions)
        cautions.push({ sheet, row, cell, caution, value: briefText(value) })
    },
  }
}
