import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { type AskedQuestion, isOpen } from '../../../server/domain/workbook/questions/questions.ts'

/** What to do with lines that differ from the ledger. */
export interface ImportDecisions {
  corrected: 'add' | 'replace' | 'keep'
  /** About openings with other points. */
  openings: 'add' | 'replace' | 'keep'
  gone: 'keep' | 'reverse'
  /** About lines that another household has. */
  ofOther: 'add' | 'replace' | 'keep'
  /** About lines that somebody entered already. */
  entered: 'add' | 'keep'
  /** About deeds of months that the ledger has as a whole. */
  deeds: 'add' | 'keep'
  /** About points of whole months whose deeds the ledger has. */
  wholes: 'add' | 'keep'
}

/** What is done where nobody is asked: new lines are added, and that is all. */
export const unasked: ImportDecisions = {
  ...{ corrected: 'add', openings: 'add', deeds: 'add', wholes: 'add' },
  ...{ ofOther: 'add', entered: 'add', gone: 'keep' },
}

/** The answer to the question of a kind, or what holds without one. */
export function answerTo(questions: readonly AskedQuestion[], wanted: QuestionCode): string | null {
  const { answer = null, preset = null } = questions.find(({ code }) => code === wanted) ?? {}
  return answer ?? preset
}

/** @returns the decisions that the answers make; null while one is missing */
export function decide(questions: readonly AskedQuestion[]): ImportDecisions | null {
  if (questions.some(isOpen)) return null
  const aboutLines = (code: QuestionCode) => {
    const answer = answerTo(questions, code)
    return answer === 'replace' || answer === 'keep' ? answer : 'add'
  }
  const orAdd = <Other extends string>(code: QuestionCode, other: Other) =>
    answerTo(questions, code) === other ? other : 'add'
  return {
    corrected: aboutLines('lines-corrected'),
    openings: aboutLines('openings-corrected'),
    gone: answerTo(questions, 'lines-gone') === 'reverse' ? 'reverse' : 'keep',
    ofOther: aboutLines('lines-of-other-doors'),
    entered: orAdd('lines-entered', 'keep'),
    deeds: orAdd('month-in-ledger', 'keep'),
    wholes: orAdd('deeds-in-ledger', 'keep'),
  }
}
