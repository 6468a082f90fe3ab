import { isBlank, type Sheet } from '../cells/cells.ts'
import { namesGroup } from '../lists/groups.ts'
import type { Choice, Questions } from '../questions/questions.ts'
import { asKind, type KnownSheet, type NeededColumn } from '../sheets/sheetKinds.ts'
import { chosenColumn, columnChoice, headerName, withColumn } from './chosenColumns.ts'
import { type Field, isNumbering, likeness, mayBePoints, meaningOf, namesSums } from './fields.ts'
import type { Header } from './header.ts'
import { monthInTitles } from './titles.ts'

/**
 * Asks which column a ledger means where its header lacks one, with the nearest words first.
 *
 * @param ofSheet whether a sheet as a whole is about one household
 * @returns the sheet with what was said; it still misses what nobody said, or has been left out
 */
export function askMissingColumns(
  ledger: KnownSheet,
  ofSheet: (known: KnownSheet) => boolean,
  questions: Questions,
): KnownSheet | 'left-out' {
  let { header } = ledger
  for (const missing of ledger.missing) {
    if (missing.fields.includes('door') && ofSheet(ledger)) {
      header = { ...header, instead: { ...header.instead, door: 'sheet' } }
      continue
    }
    const answer = ask(ledger, header, missing, questions)
    if (answer === 'leave') return 'left-out'
    const [field] = missing.fields
    const column = chosenColumn(header, answer)
    if (column !== undefined && field) header = withColumn(header, field, column)
    else if (answer === 'sheet-name' || answer === 'no-item')
      header = {
        ...header,
        instead: { ...header.instead, rule: answer === 'no-item' ? 'none' : 'sheet-name' },
      }
    else if (answer === 'month' || answer === 'titles')
      header = { ...header, instead: { ...header.instead, date: answer } }
    else if (answer === 'by-head') header = { ...header, instead: { ...header.instead, door: 'head' } }
  }
  const { sheet, kind } = ledger
  const known = asKind(sheet, header, kind)
  return {
    ...ledger,
    ...known,
    missing: known.missing.filter(({ fields }) => !fields.some((field) => header.instead[field])),
  }
}

function ask(
  { sheet, kind, cross }: KnownSheet,
  header: Header,
  missing: NeededColumn,
  questions: Questions,
): string | null {
  const ofItems = new Set(cross?.columns.map(({ column }) => column))
  const nearest = unnamedColumns(sheet, header, missing.fields).filter((column) => !ofItems.has(column))
  const choices: Choice[] = nearest.map((column) => columnChoice(header, column))
  const has = (field: Field) => header.columns[field] !== undefined
  if (missing.fields.includes('rule') && !isPeriodOrGroup(sheet.name))
    choices.push({ value: 'sheet-name', code: 'sheet-name', params: { sheet: sheet.name } })
  if (missing.fields.includes('rule')) choices.push({ value: 'no-item', code: 'no-item' })
  if (missing.fields.includes('door') && has('head')) choices.push({ value: 'by-head', code: 'by-head' })
  if (missing.fields.includes('date')) choices.push(...dayChoices(sheet, header))
  choices.push({ value: 'leave', code: 'leave' })
  return questions.ask({
    id: `missing ${missing.fields[0] ?? ''} ${kind} ${headerName(header)}${has('rule') ? '' : ` ${sheet.name}`}`,
    code: nearest.length > 0 ? 'missing-column' : 'no-column-near',
    sheet: sheet.name,
    row: header.row,
    params: { column: missing.name, nearest: header.labels[nearest[0] ?? -1] ?? '' },
    choices,
    preset: null,
  })
}

/** Days of lines without one: the last of the month in their column, or the one that the titles name. */
function dayChoices(sheet: Sheet, header: Header): Choice[] {
  const { month } = header.columns
  const titled = monthInTitles(sheet, header.row)
  const params = { month: String(titled?.month), day: String(titled?.day) }
  return [
    ...(month === undefined
      ? []
      : [{ value: 'month', code: 'month-column' as const, params: { column: header.labels[month] ?? '' } }]),
    ...(titled
      ? [
          {
            value: 'titles',
            code: titled.day === null ? ('title-month' as const) : ('title-day' as const),
            params,
          },
        ]
      : []),
  ]
}

/** Columns with words that mean nothing known, those that look most like the field first. */
export function unnamedColumns(sheet: Sheet, header: Header, wanted: readonly Field[]): number[] {
  const isTaken = new Set(Object.values(header.columns))
  const isFilled = (column: number) =>
    sheet.rows.slice(header.firstRow - 1).some((row) => !isBlank(row[column]))
  const forPoints = wanted.includes('points')
  const free = [...header.labels.keys()].filter(
    (column) =>
      header.labels[column] !== '' &&
      !isTaken.has(column) &&
      meaningOf(header.labels[column]) === undefined &&
      !isNumbering(header.labels[column]) &&
      !namesSums(header.labels[column]) &&
      (forPoints || !mayBePoints(header.labels[column])) &&
      isFilled(column),
  )
  const near = (column: number) => Math.max(...wanted.map((field) => likeness(header.labels[column], field)))
  return free.sort((a, b) => near(b) - near(a) || a - b)
}

/** Words for the sheet of a month, a quarter, a group, or of nothing in particular. */
function isPeriodOrGroup(name: string): boolean {
  return (
    namesGroup(name) || /^(?:Sheet|工作表|积分|台账|积分台账|流水)?\d*$|月份?$|季度?$|年度?$/iu.test(name)
  )
}
