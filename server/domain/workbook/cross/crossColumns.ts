/** What the columns of a cross table mean, as far as its words say it and somebody has chosen. */
import type { LocalDate } from '../../calendar/calendar.ts'
import { isBlank, type Row } from '../cells/cells.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import { headerName } from '../headers/chosenColumns.ts'
import { monthInTitles, titlesOf, yearInTitles } from '../headers/titles.ts'
import type { Choice, Questions } from '../questions/questions.ts'
import type { NamedRule, Rulebook } from '../rules/rulebook.ts'
import { ruleKey } from '../rules/ruleText.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { withoutMarks } from './chooseColumns.ts'
import { type CrossColumn, type CrossTable, linesOf } from './crossTable.ts'
import { lastDayOf, signInWords } from './headerWords.ts'
import type { NewRules } from './newRules.ts'
import { nearestRules, ruleChoice, ruleOfChoice } from './ruleChoices.ts'

/** A column with what its points are for, and when. */
export interface SettledColumn extends CrossColumn {
  /** Null for points without a deed: of a month or a day alone. `row`: each line names it. */
  rule: NamedRule | 'row' | null
  /** `row`: each line names it. Null for points from before the ledger. */
  /** Nobody has chosen it, or it was left out: it counts in sums alone. */
  isLeft: boolean
  occurredOn: LocalDate | 'row' | null | { problem: 'bad-date' | 'date-outside-year' | 'ambiguous-date' }
}

/** A cross table that is read. */
export type CrossSheet = KnownSheet & { cross: CrossTable }

interface Settling {
  year: number
  rulebook: Rulebook
  newRules: NewRules
  questions: Questions
}

/**
 * Asks what the words leave open: the rules of columns without one, the day of columns without one, and
 * whether points without a deed count.
 *
 * @returns the columns; null for a table that is left out
 */
export function settleColumns(table: CrossSheet, settling: Settling): SettledColumn[] | null {
  const { columns } = table.cross
  const undated = columns.filter(({ day, isOpening }) => day === null && !isOpening)
  const hasDates = table.header.columns.date !== undefined
  const answer = undated.length > 0 && !hasDates ? askDay(table, undated, settling) : null
  if (answer === 'leave' && undated.length === columns.length) return null
  const day = answer === 'leave' ? null : answer
  const without = columns.filter(({ item, isOpening }) => item === '' && !isOpening)
  const deed = without.length === 0 ? null : deedOf(table, without, settling)
  if (deed === 'leave') return null
  const settled: SettledColumn[] = []
  for (const column of columns) {
    const { isOpening, item } = column
    const rule = isOpening ? null : item === '' ? deed : ruleOf(table, column, settling)
    const isLeft = rule === undefined || (!isOpening && !column.day && !hasDates && day === null)
    // Where no rule says it, the words do.
    const told = rule === undefined && column.sign === 'points' ? signInWords(item) : null
    settled.push({
      ...{ ...column, isLeft, rule: rule ?? null, sign: told ?? column.sign },
      occurredOn: isOpening ? null : column.day ? dayOf(column.day) : hasDates ? 'row' : day,
    })
  }
  return settled
}

function dayOf(day: NonNullable<CrossColumn['day']>): SettledColumn['occurredOn'] {
  return 'day' in day ? day.day : day
}

/** The rule of a column that names an item; undefined for none that is known or chosen. */
function ruleOf(
  { sheet, header, cross }: CrossSheet,
  { item, section, column, sign }: CrossColumn,
  { rulebook, newRules, questions }: Settling,
): NamedRule | undefined {
  const found =
    newRules.find(item) ?? rulebook.find(item, section) ?? rulebook.find(withoutMarks(item), section)
  if (found && found !== 'ambiguous') return found
  const rules = nearestRules(rulebook.rules, item)
  const dimension = newRules.dimensionOf(item, section)
  const text = withoutMarks(item)
  const told = sign === 'points' ? signInWords(item) : sign
  const effect = told ?? 'award'
  const isOpen = told === null && isUnsigned(linesOf(sheet.rows, header, cross.firstRow), column)
  const params = { rule: text, dimension }
  const answer = questions.ask({
    id: `item-column ${section} ${item}`,
    code: 'item-column',
    sheet: sheet.name,
    row: cross.top,
    params: { item, column: header.labels[column] || item },
    choices: [
      { value: 'new', code: effect === 'deduct' ? 'new-deduction' : 'new-rule', params },
      ...(isOpen ? [{ value: 'new-deduction', code: 'new-deduction' as const, params }] : []),
      ...rules.map(ruleChoice),
      { value: 'leave', code: 'leave-column' },
    ],
    preset: null,
  })
  if (answer === 'new' || answer === 'new-deduction')
    return newRules.add(
      { sheet: sheet.name, row: cross.top },
      text,
      dimension,
      item,
      answer === 'new' ? effect : 'deduct',
    )
  return ruleOfChoice(rules, answer)
}

/** Whether no figure says whether it gives or takes. */
function isUnsigned(lines: readonly Row[], column: number): boolean {
  const readings = lines.map((row) => readPointsCell(row[column], 0.1))
  return readings.every((reading) => reading.kind !== 'points' || reading.sign === '')
}

/** What points are for whose columns name days alone: a rule, nothing (null), or not read at all. */
function deedOf(
  table: CrossSheet,
  columns: readonly CrossColumn[],
  { rulebook, questions }: Settling,
): NamedRule | 'row' | null | undefined | 'leave' {
  const { sheet, header, cross } = table
  if (header.columns.rule !== undefined) return 'row'
  const titles = titlesOf(sheet, cross.top)
  const named = rulebook.rules.filter(({ text }) => titles.some((title) => ruleKey(title) === ruleKey(text)))
  const [own, another] = named
  if (own && !another) return own
  const isExact = columns.every(({ day }) => day && (!('day' in day) || day.isExact))
  const inTitles = rulebook.rules.filter(({ text }) =>
    titles.some((title) => ruleKey(title).includes(ruleKey(text))),
  )
  const kind = isExact ? 'days' : columns.every(({ isOccasion }) => isOccasion) ? 'occasions' : 'months'
  const rules = kind === 'months' ? inTitles : [...new Set([...inTitles, ...rulebook.rules])]
  const dayChoice: Choice = {
    days: { value: 'by-day', code: 'by-day' } as const,
    months: { value: 'by-month', code: 'by-month' } as const,
    occasions: { value: 'by-month', code: 'occasions-sum' } as const,
  }[kind]
  const days = new Set(columns.map(({ day }) => (day && 'day' in day ? day.day : '')))
  const answer = questions.ask({
    id: `${kind} ${headerName(header)}`,
    code: `${kind}-as-columns`,
    sheet: sheet.name,
    row: cross.top,
    params: { count: kind === 'occasions' ? columns.length : days.size },
    choices: [
      ...(kind === 'months' ? [dayChoice] : []),
      ...rules.map(ruleChoice),
      ...(kind === 'months' ? [] : [dayChoice]),
      { value: 'leave', code: 'leave' },
    ],
    preset: null,
  })
  if (answer === 'leave') return 'leave'
  if (answer === dayChoice.value) return null
  return ruleOfChoice(rules, answer)
}

/** The day of points whose columns name none: proposed where the titles name one month. */
function askDay(
  { sheet, header, cross }: CrossSheet,
  columns: readonly CrossColumn[],
  { year, questions }: Settling,
): LocalDate | 'leave' | null {
  const titled = monthInTitles(sheet, cross.top)
  const ofYear = yearInTitles(sheet, cross.top) ?? year
  const days = Array.from({ length: 12 }, (_, index) => lastDayOf(year, index + 1))
  const exact =
    titled?.day == null
      ? null
      : `${year}-${String(titled.month).padStart(2, '0')}-${String(titled.day).padStart(2, '0')}`
  const isFilled = linesOf(sheet.rows, header, cross.firstRow).some((row) =>
    columns.some(({ column }) => !isBlank(row[column])),
  )
  if (!isFilled) return null
  const known = exact ?? (titled ? (days[titled.month - 1] ?? null) : null)
  return questions.ask({
    id: `day ${sheet.name} ${known ?? cross.top} ${headerName(header)}`,
    code: 'day-of-sheet',
    sheet: sheet.name,
    row: cross.top,
    params: { count: columns.length },
    choices: [...new Set([...(known ? [known] : []), ...days])]
      .map((day): Choice => ({ value: day, code: 'on-day', params: { day } }))
      .concat({ value: 'leave', code: 'leave' }),
    preset: ofYear === year ? known : null,
  })
}
