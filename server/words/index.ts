/** Sentences for people, by code and language. */
import type { Params } from '../domain/answers/fault.ts'
import type { RuleTerms } from '../domain/points/points.ts'
import type { PointUnit } from '../domain/points/unit.ts'
import { ruleWorth, type Translate } from '../domain/rules/ruleWords.ts'
import { fillIn } from '../domain/text/recordText.ts'
import type { RowProblem } from '../domain/workbook/office.ts'
import type { Question } from '../domain/workbook/questions/questions.ts'
import en from './en.json' with { type: 'json' }
import { writePointFigures } from './pointFigures.ts'
import { inWords } from './verification/verification.ts'
import workbookEn from './workbook.en.json' with { type: 'json' }
import workbookZhCN from './workbook.zh-CN.json' with { type: 'json' }
import questionsEn from './workbookQuestions.en.json' with { type: 'json' }
import questionsZhCN from './workbookQuestions.zh-CN.json' with { type: 'json' }
import zhCN from './zh-CN.json' with { type: 'json' }

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** Of texts that are stored in the ledger: the villages' language, whoever works on them. */
export const ledgerLanguage: Language = 'zh-CN'

const sentences: Record<Language, Record<string, string>> = { 'zh-CN': zhCN, en }
const workbookSentences: Record<Language, Record<string, string>> = {
  'zh-CN': workbookZhCN,
  en: workbookEn,
}
const workbookQuestions: Record<Language, Record<string, string>> = {
  'zh-CN': questionsZhCN,
  en: questionsEn,
}

/**
 * The sentence for a code of the server, with its figures put in.
 *
 * @param params values for the `{names}` in the sentence; a `period` is a word itself
 * @param unit of the village whose points the sentence names
 * @throws when the code has no words: a test holds all codes against the files
 */
export function sentence(language: Language, code: string, params: Params = {}, unit: PointUnit = 1): string {
  const period =
    typeof params.period === 'string' ? sentences[language][`period-${params.period}`] : undefined
  const figures = writePointFigures(code, params, unit)
  return filled(sentences, language, code, period === undefined ? figures : { ...figures, period })
}

/** What a rule is worth, in words. @param unit of its village */
export function worthIn(language: Language, terms: RuleTerms, unit: PointUnit): string {
  const say: Translate = (key, params) => sentence(language, `worth-${key.replace('.', '-')}`, params)
  return ruleWorth(terms, say, unit)
}

/** The sentence for a problem or refusal of a workbook, which says where it stands. */
export function workbookSentence(language: Language, code: string, params: Params = {}): string {
  return filled(workbookSentences, language, code, params)
}

/** The sentence for a line of a workbook that cannot come in. */
export function problemSentence(language: Language, found: RowProblem): string {
  const { sheet, row, cell, problem, value, other = '' } = found
  return workbookSentence(language, problem, { sheet, row, cell: cell ?? '', value, other })
}

/** The words of a choice, of what became of a sheet, or of what a column is. */
export function questionWords(language: Language, code: string, params: Params = {}): string {
  return filled(workbookQuestions, language, code, params)
}

/** The sentence of a question about a workbook. */
export function questionSentence(language: Language, { code, sheet, row, params }: Question): string {
  return questionWords(language, `question-${code}`, { ...params, sheet, row: row ?? '' })
}

/**
 * The text of a code with its figures put in.
 *
 * @throws when the code has no words
 */
export function filled(
  words: Record<Language, Record<string, string>>,
  language: Language,
  code: string,
  params: Params,
): string {
  const text = words[language][code]
  if (text === undefined) throw new Error(`no words for ${code}`)
  return fillIn(text, inWords(language, params))
}

/** The language a browser asks for: English where it stands before Chinese, else Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = /\b(zh|en)\b/i.exec(acceptLanguage ?? '')
  return first?.[1]?.toLowerCase() === 'en' ? 'en' : 'zh-CN'
}
