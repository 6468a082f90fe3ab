/** What a village office's workbook says, and what in it cannot be relied on. */
import type { LocalDate } from '../calendar/calendar.ts'
import type { RuleTerms } from '../points/points.ts'
import type { PointUnit } from '../points/unit.ts'
import type { ProblemSheet } from './problemRows.ts'
import type { Answers, AskedQuestion } from './questions/questions.ts'
import type { SheetAccount } from './sheetAccounts.ts'

/** What the village already has; its doors and rules count as if they stood in the workbook. */
export interface OfficeContext {
  /** The village's name, which may stand in front of door numbers. */
  village: string
  /** The year of the deeds. */
  year: number
  known: {
    /** `heads`: all that it has had, where there were others; `group` where it is known. */
    doors: readonly { door: string; head: string; heads?: readonly string[]; group?: string }[]
    rules: readonly { text: string; dimension: string; terms: RuleTerms }[]
  }
  /** How the village counts; whole points where it is new. `isFixed`: it has postings, and its unit stays. */
  points?: { unit: PointUnit; isFixed: boolean }
  /** What somebody chose for this workbook, or for an earlier one with the same headers. */
  answers?: Answers
}

/** Where something stands. */
export interface Place {
  sheet: string
  /** As the spreadsheet numbers it, from 1. */
  row: number
}

/** A household as an office lists it. */
export interface ListedHousehold {
  /** In its normal form. */
  door: string
  head: string
  /** In one form (`3组`); `未分组` where the list names none. */
  group: string
  members: number | null
  /** Digits alone. */
  phone: string | null
  note: string | null
  /** Names of attributes such as 党员户; absent without any. */
  attributes?: string[]
}

export interface OfficeHousehold extends ListedHousehold, Place {}

/** A door that the list has a second time; the first line counts. Under another head it is a problem line too. */
export interface DuplicateDoor extends Place {
  door: string
  head: string
  /** Where it stands first. */
  first: Place
}

/** A household in the list without a door number; it stays out. */
export interface RowWithoutDoor extends Place {
  head: string
}

export interface OfficeRule extends Place {
  dimension: string
  text: string
  terms: RuleTerms
  /** Words about the rule that the terms do not express, for a person to read. */
  notUnderstood: string[]
}

/** One line of the ledger that can be posted. */
export interface OfficeLine extends Place {
  /** Door of a household in the workbook or the village, as written there. */
  door: string
  dimension: string
  /** Text of the rule as the workbook's rules, or else the village's, have it. */
  rule: string
  /** Signed smallest units, as the office wrote them; the sign may differ from the rule's effect in a correction. */
  points: number
  occurredOn: LocalDate
  /** Head of the household as the line has it. */
  head: string | null
  /** Who wrote it down (经办人). */
  clerk: string | null
  note: string | null
}

/** Points that a household brings from before the ledger (上年结转), or of a month without its deeds. */
export interface OfficeOpening extends Place {
  door: string
  /** Signed. */
  points: number
  /** Null for the first day of the season. */
  occurredOn: LocalDate | null
  /** As the posting will say it. */
  text: string
  /** As postings of earlier builds say it. */
  formerText?: string
}

/** Why a line stays out. */
export const problemCodes = [
  'odd-characters',
  'no-door',
  'bad-door',
  'door-alike',
  'door-of-another',
  'no-head',
  'head-too-long',
  'unknown-household',
  'unknown-head',
  'ambiguous-door',
  'group-unlike-list',
  'door-in-several-groups',
  'ambiguous-head',
  'head-unlike-list',
  'no-rule',
  'unknown-rule',
  'ambiguous-rule',
  'no-date',
  'bad-date',
  'ambiguous-date',
  'lunar-date',
  'date-outside-year',
  'no-points',
  'bad-points',
  'points-not-whole',
  'both-columns',
  'sum-unlike-cells',
  'sign-unlike-section',
  'rule-without-points',
  'rule-points-unclear',
  'rule-too-long',
  'rule-twice',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** A line that cannot come in, with the first thing that stands against it. */
export interface RowProblem extends Place {
  /** Such as `C275`; null when the whole line is meant. */
  cell: string | null
  problem: ProblemCode
  /** What stands there, as text. */
  value: string
  /**
   * For `door-alike`: the door that it looks like; for `door-of-another`: the head whom the list names first;
   * for `points-not-whole`: the village's unit.
   */
  other?: string
}

/** What a person should look at in a line that comes in as it stands. */
export const cautionCodes = [
  'points-unlike-rule',
  'sign-unlike-rule',
  'over-cap',
  'phone-unclear',
  'phones-left',
  'sum-unlike-lines',
  'members-unclear',
  'members-unlike-people',
] as const
export type CautionCode = (typeof cautionCodes)[number]

export interface RowCaution extends Place {
  cell: string | null
  caution: CautionCode
  value: string
  /** What the rule gives, for lines that have other points. */
  other?: string
}

/** How many cautions are kept with their place; `counts.cautions` counts all. */
export const mostCautions = 500

export interface OfficeWorkbook {
  /** In which all its points are counted. */
  unit: PointUnit
  sheets: SheetAccount[]
  questions: AskedQuestion[]
  households: OfficeHousehold[]
  duplicateDoors: DuplicateDoor[]
  rowsWithoutDoor: RowWithoutDoor[]
  rules: OfficeRule[]
  lines: OfficeLine[]
  openings: OfficeOpening[]
  problems: RowProblem[]
  /** The rows that the problems are in, as they stand. */
  problemSheets: ProblemSheet[]
  cautions: RowCaution[]
  counts: {
    /** Lines of the ledger, problem lines included; sums and empty lines are none. */
    ledgerRows: number
    /** Of these, the ones in `lines` and `openings`. */
    importableRows: number
    /** Sum of their points. */
    totalPoints: number
    /** How many of them take points. */
    deductions: number
    cautions: Record<CautionCode, number>
  }
}

/** Why a whole workbook is refused. */
export const refusalCodes = [
  'missing-column',
  'repeated-column',
  'nothing-recognized',
  'no-households',
  'no-rules',
  'too-many-ledger-rows',
  'formula',
  'outward-formula',
  'empty-file',
  'file-too-large',
  'old-xls',
  'binary-xlsb',
  'text-file',
  'open-quote',
  'web-page',
  'not-a-workbook',
  'password',
  'damaged',
  'unreadable-text',
  'unpacks-too-large',
  'too-many-parts',
  'external-links',
  'too-many-columns',
  'too-many-rows',
  'too-slow',
  'too-much-memory',
  'disk-full',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** A refusal: the code of its sentence and the values that the sentence names. */
export interface WorkbookRefusal {
  code: RefusalCode
  params: Record<string, string | number>
}

export type OfficeReading = { ok: true; office: OfficeWorkbook } | { ok: false; refusal: WorkbookRefusal }
