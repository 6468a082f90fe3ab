/** What a workbook leaves open, for the clerk to choose. */

/** Choices by the id of their question. */
export type Answers = Readonly<Record<string, string>>

export const questionCodes = [
  'hidden-sheet',
  'hidden-rows',
  'sheet-set-aside',
  'missing-column',
  'no-column-near',
  'points-column',
  'months-as-columns',
  'days-as-columns',
  'day-of-sheet',
  'item-column',
  'ticks',
  'times-or-points',
  'times-beside',
  'sums-differ',
  'list-has-points',
  'list-sums-same',
  'list-sums-differ',
  'doors-restart',
  'doors-as-dates',
  'figures-in-list',
  'occasions-as-columns',
  'counted-twice',
  'merged-points',
  'sheet-repeated',
  'hidden-columns',
  'sheet-unlike-others',
  'other-village-doors',
  'heads-disagree',
  'blank-means-same',
  'void-lines',
  'several-villages',
  'village-sheet',
  'lunar-dates',
  'steps-or-levels',
  'sign-of-rule',
  'lines-corrected',
  'lines-gone',
  'openings-corrected',
  'month-in-ledger',
  'deeds-in-ledger',
  'lines-of-other-doors',
  'lines-entered',
  'lines-reversed',
  'door-renumbered',
  'doors-renumbered',
  'doors-changed',
  'doors-slipped',
  'door-namesake',
  'head-changed',
  'head-elsewhere',
  'groups-differ',
  'members-differ',
  'phones-differ',
  'notes-differ',
  'attributes-differ',
  'rules-differ',
  'households-gone',
  'points-unit',
] as const
export type QuestionCode = (typeof questionCodes)[number]

/** What a choice does; `column` is the column that its params name. */
export const choiceCodes = [
  'read',
  'leave',
  'column',
  'column-of-points',
  'pair-of-columns',
  'award-and-deduct',
  'sheet-name',
  'by-head',
  'month-column',
  'title-month',
  'title-day',
  'by-door',
  'by-month',
  'by-day',
  'on-day',
  'rule',
  'new-rule',
  'new-deduction',
  'leave-column',
  'difference',
  'column-besides',
  'by-rule',
  'problem-cells',
  'times',
  'as-points',
  'multiply',
  'by-cells',
  'with-group',
  'village',
  'all-villages',
  'convert',
  'first-only',
  'same',
  'problem',
  'escalating',
  'levels',
  'award',
  'deduct',
  'add',
  'replace',
  'keep',
  'stay',
  'reverse',
  'moved',
  'doors-moved',
  'new',
  'renamed',
  'by-known-doors',
  'leave-doors',
  'as-village',
  'as-workbook',
  'as-doors',
  'merged-each',
  'merged-first',
  'figures',
  'occasions-sum',
  'count-once',
  'prefer-sheet',
  'leave-sheet',
  'read-both',
  'no-item',
  'own-village',
  'as-written',
  'unit',
  'unit-kept',
] as const
export type ChoiceCode = (typeof choiceCodes)[number]

export interface Choice {
  /** Stands in the answers. */
  value: string
  code: ChoiceCode
  params?: Readonly<Record<string, string>>
}

/** One of the lines that a question is about. */
export interface QuestionExample {
  /** Empty where the workbook does not have the line. */
  sheet: string
  row: number | null
  door: string
  head: string
  /** Day and item, or what differs; may be empty. */
  what: string
  /** As the village has it; empty where it does not. */
  before: string
  /** As the workbook has it; empty where it does not. */
  after: string
}

/** How many lines a question shows. */
export const mostExamples = 100

export interface Question {
  /** The same for the next workbook with the same headers; of a question about lines, the same for the same lines. */
  id: string
  code: QuestionCode
  sheet: string
  /** From 1; null where the whole sheet is meant. */
  row: number | null
  /** What its sentence names. */
  params: Readonly<Record<string, string | number>>
  choices: readonly Choice[]
  /** What holds as long as nobody chooses; null where nothing does, and nothing can be written. */
  preset: string | null
  /** The first lines that it is about. */
  examples?: readonly QuestionExample[]
}

/** A question with what somebody chose; null for not yet. */
export interface AskedQuestion extends Question {
  answer: string | null
}

/** Collects the questions of a workbook while it is read. */
export interface Questions {
  readonly asked: AskedQuestion[]
  /**
   * Asks once; asked again with the same id, it only answers.
   *
   * @returns the value of the choice, or else the preset
   */
  ask(question: Question): string | null
  /** What somebody said without being asked, such as what a column is. */
  chosen(id: string): string | undefined
}

/** @param answers what was chosen so far; values that a question does not offer count for nothing */
export function createQuestions(answers: Answers): Questions {
  const asked = new Map<string, AskedQuestion>()
  return {
    get asked() {
      return [...asked.values()]
    },
    ask(question) {
      const known = asked.get(question.id)
      const chosen = answers[question.id]
      const answer = question.choices.some(({ value }) => value === chosen) ? (chosen ?? null) : null
      if (!known) asked.set(question.id, { ...question, answer })
      return answer ?? question.preset
    },
    chosen: (id) => answers[id],
  }
}

/** Whether nothing can be written before somebody chooses. */
export function isOpen({ answer, preset }: AskedQuestion): boolean {
  return answer === null && preset === null
}

/** Questions about one workbook and the village as it is. */
const passing: ReadonlySet<QuestionCode> = new Set([
  'lines-corrected',
  'lines-gone',
  'openings-corrected',
  'month-in-ledger',
  'deeds-in-ledger',
  'lines-of-other-doors',
  'lines-entered',
  'lines-reversed',
  'door-renumbered',
  'doors-renumbered',
  'doors-changed',
  'doors-slipped',
  'door-namesake',
  'head-changed',
  'head-elsewhere',
  'groups-differ',
  'members-differ',
  'phones-differ',
  'notes-differ',
  'attributes-differ',
  'rules-differ',
  'households-gone',
  'sums-differ',
  'list-sums-same',
  'list-sums-differ',
  'sheet-unlike-others',
])

/** Whether a choice holds for a later workbook too; the ids of the others begin with their codes. */
export function isLasting(id: string): boolean {
  return ![...passing].some((code) => id.startsWith(`${code} `))
}
