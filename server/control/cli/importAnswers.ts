/** What a workbook leaves open, on the command line: printed, and chosen in a file beside it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { formatPoints, type PointUnit } from '../../domain/points/unit.ts'
import type { Answers, AskedQuestion } from '../../domain/workbook/questions/questions.ts'
import type { SheetAccount } from '../../domain/workbook/sheetAccounts.ts'
import { questionSentence, questionWords } from '../../words/index.ts'
import { unreadColumnWords } from '../../workbook/office/unreadColumnWords.ts'
import { type Input, WrongUse } from './command.ts'
import { language, word } from './terminal.ts'

/** The file of choices: each question with its choices, and the value of the one that is chosen. */
const choicesFile = z.array(z.looseObject({ id: z.string(), answer: z.string().nullable() }))

/** The file that `--answers` names; null without it. */
export function answersFile({ options }: Input): string | null {
  return typeof options.answers === 'string' ? resolve(options.answers) : null
}

/**
 * The choices in a file; none where it does not exist yet.
 *
 * @throws WrongUse for a file of another form
 */
export function readAnswers(file: string): Answers {
  if (!existsSync(file)) return {}
  try {
    const chosen = choicesFile.parse(JSON.parse(readFileSync(file, 'utf8')))
    return Object.fromEntries(chosen.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer]])))
  } catch {
    throw new WrongUse('wrong-answers', { file })
  }
}

/** Writes the questions with their choices, for somebody to fill in `answer`. */
export function writeAnswers(file: string, questions: readonly AskedQuestion[]): void {
  const entries = questions.map((question) => ({
    id: question.id,
    question: questionSentence(language, question),
    ...(question.examples && { lines: exampleLines(question) }),
    choices: Object.fromEntries(choicesOf(question)),
    answer: question.answer ?? question.preset,
  }))
  writeFileSync(file, `${JSON.stringify(entries, null, 2)}\n`)
}

/** What was made of a sheet, in one line. */
export function sheetLine(sheet: SheetAccount, unit: PointUnit): string {
  const { name, kind, fate, households, rules, lines, points } = sheet
  if (fate) return word('sheet-left', { name, why: questionWords(language, `fate-${fate}`) })
  const parts = [
    kind === 'households' ? word('sheet-households', { count: households }) : '',
    kind === 'rules' ? word('sheet-rules', { count: rules }) : '',
    lines > 0 || kind === 'ledger'
      ? word('sheet-lines', { count: lines, points: formatPoints(points, unit) })
      : '',
  ]
  const months = Object.entries(sheet.months).sort(([a], [b]) => a.localeCompare(b))
  const named = months.map(
    ([month, sums]) =>
      `${month || word('sheet-opening')} ${word('sheet-lines', { count: sums.lines, points: formatPoints(sums.points, unit) })}`,
  )
  const detail = months.length > 1 ? word('sheet-months', { months: named.join(word('sheet-comma')) }) : ''
  const repeated = sheet.repeated > 0 ? word('sheet-repeated', { count: sheet.repeated }) : ''
  const columns = sheet.unread.map((column) => unreadColumnWords(language, column))
  const unread =
    columns.length > 0 ? word('sheet-unread', { columns: columns.join(word('sheet-comma')) }) : ''
  const what = parts.filter(Boolean).join(word('sheet-comma')) + detail + repeated + unread
  return word('sheet-read', { name, what })
}

/** A question, the first lines that it is about, and its choices. */
export function questionLines(question: AskedQuestion): string[] {
  const { answer, preset } = question
  const chosen = answer ?? preset
  const unchosen = answer === null ? word('choice-preset') : ''
  return [
    questionSentence(language, question),
    ...exampleLines(question).map((line) => `    ${line}`),
    ...choicesOf(question).map(([value, label]) =>
      value === chosen ? `  * ${value}: ${label}${unchosen}` : `  - ${value}: ${label}`,
    ),
  ]
}

/** Lines of a question that are named one by one. */
const mostNamed = 5

function exampleLines({ examples = [], params: { count } }: AskedQuestion): string[] {
  const lines = examples.slice(0, mostNamed).map(({ sheet, row, door, head, what, before, after }) => {
    const place = row === null ? '' : word('example-place', { sheet, row })
    const names = [place, door, head, what].filter(Boolean).join(' ')
    const change =
      before === '' || after === '' || before === after ? before || after : `${before} → ${after}`
    return change === '' ? names : word('example-change', { what: names, change })
  })
  return typeof count === 'number' && count > lines.length && lines.length > 0
    ? [...lines, word('examples-of', { count })]
    : lines
}

function choicesOf({ choices }: AskedQuestion): [value: string, label: string][] {
  return choices.map(({ value, code, params }) => [value, questionWords(language, `choice-${code}`, params)])
}
