/** Doors such as 3-12 that a spreadsheet program took for dates. */
import { type Cell, type Row, shownText, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import type { Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import { headerName } from './chosenColumns.ts'

const serialZero = Date.UTC(1899, 11, 30)
const dayLength = 86_400_000

/**
 * Asks whether dates in the column of doors are doors: 3月12日 was 3-12. The first of a month is left where its
 * year is not the one of the others: 3-45 became March 1945, and 2012-3 March 2012.
 *
 * @returns the table with the doors as texts where somebody says so
 */
export function withDoorsOfDates(known: KnownSheet, questions: Questions): KnownSheet {
  const { sheet, header } = known
  const { door } = header.columns
  if (door === undefined) return known
  const isLine = (index: number) =>
    index >= header.firstRow - 1 && !isBetween(sheet.rows[index] ?? [], header)
  const lines = [...sheet.rows.keys()].filter(isLine)
  const cellOf = (index: number): Cell => sheet.rows[index]?.[door] ?? null
  const dayOf = dayReader(lines.map(cellOf))
  const days = new Map<number, Date>()
  for (const index of lines) {
    const day = dayOf(cellOf(index))
    if (day) days.set(index, day)
  }
  const usual = usualYear([...days.values()])
  const doorOf = (day: Date): string | null =>
    day.getUTCDate() > 1 || day.getUTCFullYear() === usual
      ? `${day.getUTCMonth() + 1}-${day.getUTCDate()}`
      : null
  const [first, shown] = [...days].find(([, day]) => doorOf(day) !== null) ?? []
  if (first === undefined || shown === undefined) return known
  const answer = questions.ask({
    id: `doors-as-dates ${headerName(header)}`,
    code: 'doors-as-dates',
    sheet: sheet.name,
    row: first + 1,
    params: {
      column: header.labels[door] ?? '',
      count: days.size,
      example: shownText(shown),
      door: doorOf(shown) ?? '',
    },
    choices: [
      { value: 'as-doors', code: 'as-doors', params: { door: doorOf(shown) ?? '' } },
      { value: 'problem', code: 'problem' },
    ],
    preset: null,
  })
  const rows = sheet.rows.map((row, index): Row => {
    const day = days.get(index)
    if (!day) return row
    const written = (answer === 'as-doors' ? doorOf(day) : null) ?? day
    return row.map((cell, column) => (column === door ? written : cell))
  })
  return { ...known, sheet: { ...sheet, rows } }
}

/** Reads dates; and their numbers (46093), where other doors are dates or look like some. */
function dayReader(doors: readonly Cell[]): (cell: Cell) => Date | null {
  const hasDates = doors.some((cell) => cell instanceof Date || /^\d{1,2}-\d{1,3}号?$/u.test(tightText(cell)))
  return (cell) => {
    if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell
    if (!hasDates || !/^[234]\d{4}$/u.test(tightText(cell))) return null
    return new Date(serialZero + Number(tightText(cell)) * dayLength)
  }
}

/** The year that most of the days have which are no first of a month; null where there are none. */
function usualYear(days: readonly Date[]): number | null {
  const counts = new Map<number, number>()
  for (const day of days)
    if (day.getUTCDate() > 1) counts.set(day.getUTCFullYear(), (counts.get(day.getUTCFullYear()) ?? 0) + 1)
  const [first] = [...counts].sort(([, a], [, b]) => b - a)
  return first?.[0] ?? null
}
