/**
 * Cross tables: a line a household, and a column for each month, day or item, such as 门牌|户主|1月|2月,
 * 门牌|户主|卫生|公益 or 门牌|户主|3月5日|3月12日, under a header of one line or several.
 */
import { isLocalDate } from '../../calendar/calendar.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, isBlank, parseAddress, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { monthInTitles, yearInTitles } from '../headers/titles.ts'
import { chooseColumns } from './chooseColumns.ts'
import { headerGrid } from './headerGrid.ts'
import { type HeaderDay, type HeaderPart, lastDayOf, partsOf, type SheetYear } from './headerWords.ts'

/** A column whose cells give or take points. */
export interface CrossColumn {
  /** From 0. */
  column: number
  /** The words over it that name what was done; empty for none. */
  item: string
  /** The words above these; empty for none. */
  section: string
  day: HeaderDay | { problem: 'bad-date' | 'date-outside-year' | 'ambiguous-date' } | null
  sign: 'award' | 'deduct' | 'points'
  isOpening: boolean
  /** The words are a sign alone, such as 扣分: figures of their own, or sums of the other columns. */
  isBareSign: boolean
  /** The words are of a week, or of one time among several. */
  isOccasion: boolean
}

export interface CrossTable {
  columns: CrossColumn[]
  /** Columns with sums of others; running ones have more in them than the table. */
  sums: { column: number; isRunning: boolean }[]
  /** Sheet row of the header's first line, from 1. */
  top: number
  /** Sheet row of the first line. */
  firstRow: number
}

/** What names items, beside the rules themselves. */
export interface ItemWords {
  /** Keys of the texts of rules, of the village and in the workbook. */
  rules: ReadonlySet<string>
  dimensions: ReadonlySet<string>
}

const namingFields: readonly Field[] = [
  ...(['group', 'door', 'head', 'relation', 'members', 'phone', 'note', 'date', 'rule', 'clerk'] as const),
  ...(['year', 'month', 'day'] as const),
]

/**
 * @param areItems whether somebody has said that unknown words over figures are items
 * @returns null for a table with no such columns
 */
export function findCrossTable(
  sheet: Sheet,
  header: Header,
  words: ItemWords,
  booksYear: number,
  areItems = false,
): CrossTable | null {
  if (header.columns.door === undefined && header.columns.head === undefined) return null
  const year = { year: booksYear, ofSheet: yearInTitles(sheet, header.row) ?? booksYear }
  const naming = new Set(namingFields.flatMap((field) => header.columns[field] ?? []))
  const grid = headerGrid(sheet, header, naming, year)
  const lines = linesOf(sheet.rows, header, grid.firstRow)
  const named = columnsOf(grid.width, naming, (column) => grid.over(column), year)
  const dated = numberedDays(monthsOfDates(sheet, grid.top, named.columns), sheet, header, year)
  const all = dated.filter((column) => !isSumOfOthers(column, dated))
  for (const column of dated)
    if (!all.includes(column)) named.sums.push({ column: column.column, isRunning: false })
  named.sums.sort((a, b) => a.column - b.column)
  const computed = new Set(sheet.formulas?.map(({ cell }) => parseAddress(cell)?.column))
  const found = all.filter(({ column }) => computed.has(column) || lines.some((row) => !isBlank(row[column])))
  const columns = chooseColumns(found, named.sums, lines, words, areItems)
  return columns && { columns, sums: named.sums, top: grid.top, firstRow: grid.firstRow }
}

/** The lines of households. */
export function linesOf(rows: readonly Row[], header: Header, firstRow: number): Row[] {
  return rows.slice(firstRow - 1).filter((row) => !isBetween(row, header))
}

function columnsOf(
  width: number,
  naming: ReadonlySet<number>,
  over: (column: number) => Cell[],
  year: SheetYear,
): { columns: CrossColumn[]; sums: CrossTable['sums'] } {
  const columns: CrossColumn[] = []
  const sums: CrossTable['sums'] = []
  for (let column = 0; column < width; column++) {
    if (naming.has(column)) continue
    const parts = over(column).flatMap((cell) => partsOf(cell, year))
    const last = parts.at(-1)
    if (last === undefined || parts.some(({ is }) => is === 'other')) continue
    const isSum = parts.every((part) => part.is === 'sign' && part.sign === 'points')
    const sum = isSum ? { isRunning: false } : parts.find((part) => part.is === 'sum')
    if (sum) sums.push({ column, isRunning: sum.isRunning })
    else columns.push(columnOf(column, parts, tightText(over(column).at(-1))))
  }
  return { columns, sums }
}

/** @param label the lowest word over it */
function columnOf(column: number, parts: readonly HeaderPart[], label: string): CrossColumn {
  const items = parts.flatMap((part) => (part.is === 'item' ? [part.text] : []))
  const day = parts.filter((part) => part.is === 'day' || part.is === 'no-day').at(-1)
  const isBareSign = parts.every(({ is }) => is === 'sign')
  return {
    column,
    isBareSign,
    item: items.at(-1) ?? (isBareSign ? label : ''),
    section: items.at(-2) ?? '',
    day: day?.is === 'day' ? day : day?.is === 'no-day' ? { problem: day.problem } : null,
    sign: parts.flatMap((part) => (part.is === 'sign' ? [part.sign] : [])).at(-1) ?? 'points',
    isOpening: parts.some(({ is }) => is === 'opening'),
    isOccasion: parts.some(({ is }) => is === 'occasion'),
  }
}

/** Whether other columns are of months in the column's quarter, or of quarters in its half year. */
function isSumOfOthers({ day }: CrossColumn, columns: readonly CrossColumn[]): boolean {
  const span = monthsIn(day)
  if (!day || !('day' in day) || span < 3) return false
  const last = Number(day.day.slice(5, 7))
  return columns.some((other) => {
    const month = other.day && 'day' in other.day ? Number(other.day.day.slice(5, 7)) : 0
    return monthsIn(other.day) < span && month <= last && month > last - span
  })
}

/** How many months a column spans; 0 for a day. */
function monthsIn(day: CrossColumn['day']): number {
  if (!day || !('day' in day) || day.isExact) return 0
  if (day.month !== null) return 1
  return day.period === recordText('half-1') || day.period === recordText('half-2') ? 6 : 3
}

/** Dates that are each the first of a month are months, shown without their day. */
function monthsOfDates({ rows }: Sheet, top: number, columns: readonly CrossColumn[]): CrossColumn[] {
  const days = columns.flatMap(({ day }) => (day && 'day' in day ? [day] : []))
  const firsts = new Set(
    days.filter(({ day, isExact }) => isExact && day.endsWith('-01')).map(({ day }) => day),
  )
  const isAll = firsts.size >= 2 && days.every(({ day }) => firsts.has(day))
  if (!isAll || !rows.slice(top - 1).some((row) => row.some((cell) => cell instanceof Date)))
    return [...columns]
  return columns.map((column) => {
    if (!column.day || !('day' in column.day)) return column
    const [year = 0, month = 0] = column.day.day.split('-').map(Number)
    const day = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    return { ...column, day: { day, isExact: false, month } }
  })
}

/** Numbers alone over columns: the days of the month that the titles name, or twelve months. */
function numberedDays(
  columns: readonly CrossColumn[],
  sheet: Sheet,
  header: Header,
  { year, ofSheet }: SheetYear,
): CrossColumn[] {
  const numberOf = ({ item }: CrossColumn) => Number(/^(\d{1,2})[日号]?$/u.exec(item)?.[1] ?? NaN)
  const numbers = columns.map(numberOf).filter((number) => !Number.isNaN(number))
  const isInOrder = numbers.every((number, place) => place === 0 || number > (numbers[place - 1] ?? 0))
  const month = monthInTitles(sheet, header.row)?.month
  const areMonths = month === undefined && numbers.join() === '1,2,3,4,5,6,7,8,9,10,11,12'
  if (numbers.length < 3 || !isInOrder || (month === undefined && !areMonths) || year !== ofSheet)
    return [...columns]
  return columns.map((column) => {
    const number = numberOf(column)
    if (Number.isNaN(number)) return column
    if (month === undefined)
      return { ...column, item: '', day: { day: lastDayOf(year, number), isExact: false, month: number } }
    const day = [year, String(month).padStart(2, '0'), String(number).padStart(2, '0')].join('-')
    const isDay = isLocalDate(day)
    return { ...column, item: '', day: isDay ? { day, isExact: true, month: null } : { problem: 'bad-date' } }
  })
}
