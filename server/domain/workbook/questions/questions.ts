/** What a workbook leaves open, for the clerk to choose. */
import { type ChoiceCode, passingCodes, type QuestionCode } from './codes.ts'

/** Choices by the id of their question. */
export type Answers = Readonly<Record<string, string>>

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

/** Whether a choice holds for a later workbook too. */
export function isLasting(id: string): boolean {
  return !passingCodes.some((code) => id.startsWith(`${code} `))
}
