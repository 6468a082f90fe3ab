/** Records of an office, as a workbook gives them. */
import type { RuleTerms } from '../../server/domain/points/points.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import type { ListedHousehold } from '../../server/domain/workbook/office.ts'
import type { Answers } from '../../server/domain/workbook/questions/questions.ts'

/** Records of an office, read and understood. */
export interface OfficeRecords {
  households: OfficeHousehold[]
  rules: OfficeRule[]
  lines: OfficeLine[]
  openings?: OfficeOpening[]
  /** The workbook; its postings become a batch that can be taken back as a whole. Null for records of no workbook. */
  source?: { filename: string; problems: number } | null
  /** In which its points are counted; a village without postings counts in it from then on. */
  unit?: PointUnit
  /** What somebody chose about the workbook; without it new lines are added, and nothing is reversed or moved. */
  choices?: Answers
}

/** Points from before the ledger. */
export interface OfficeOpening {
  /** Where it stands in a workbook. */
  sheet?: string
  row?: number
  door: string
  /** Signed. */
  points: number
  /** Null for the first day of the season. */
  occurredOn: string | null
  /** As the posting says it. */
  text: string
  /** As postings of earlier builds say it. */
  formerText?: string
}

export interface OfficeHousehold extends ListedHousehold {
  /** Where it stands in a workbook. */
  sheet?: string
  row?: number
}

export interface OfficeRule {
  /** Where it stands in a workbook. */
  sheet?: string
  row?: number
  dimension: string
  text: string
  terms: RuleTerms
}

export interface OfficeLine {
  /** Where it stands in a workbook. */
  sheet?: string
  row?: number
  door: string
  /** Text of the rule, as the rulebook has it. */
  rule: string
  /** Name of the rule's dimension, where two dimensions may have a rule of the same text. */
  dimension?: string
  /** Signed. */
  points: number
  occurredOn: string
  /** Whom the line names, where it does. */
  head?: string | null
  /** Who wrote it down; null where the record does not say. */
  clerk: string | null
  note: string | null
  /** Time of recording, UTC, where it is known; else now. */
  recordedAt?: string
}
