/** Months as columns, with points of every household in each: 1月, 2月, … or 1月加分, 1月扣分. */
import type { LocalDate } from '../../calendar/calendar.ts'
import { isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { numeralPattern, parseNumeral } from '../cells/numerals.ts'
import type { Header } from './header.ts'

export interface MonthColumn {
  column: number
  /** The last day of the month. */
  day: LocalDate
  /** `points` for a column with signs of its own. */
  sign: 'award' | 'deduct' | 'points'
}

const monthWords = new RegExp(
  `^(?:(\\d{4})年)?(${numeralPattern})月份?(?:(加分|奖分|得分|积分|分数)|(扣分|减分))?$`,
  'u',
)

/**
 * The columns of months in a table's header, or in the line above it that spans them.
 *
 * @param year of months that name none
 * @returns empty where fewer than two months stand there
 */
export function findMonthColumns(sheet: Sheet, header: Header, year: number): MonthColumn[] {
  for (let row = header.row; row < header.firstRow + 1; row++) {
    const columns = monthsIn(sheet.rows[row - 1] ?? [], sheet.rows[row] ?? [], year)
    if (new Set(columns.map(({ day }) => day)).size >= 2) return columns
  }
  return []
}

function monthsIn(upper: Row, lower: Row, year: number): MonthColumn[] {
  const width = Math.max(upper.length, lower.length)
  const columns: MonthColumn[] = []
  let month: { day: LocalDate; sign: MonthColumn['sign'] } | null = null
  for (let column = 0; column < width; column++) {
    const isSpanned = isBlank(upper[column])
    if (!isSpanned) month = monthOf(tightText(upper[column]), year)
    if (!month) continue
    const below = tightText(lower[column])
    if (/^(?:扣分|减分|扣)$/u.test(below)) columns.push({ ...month, column, sign: 'deduct' })
    else if (!isSpanned || /^(?:加分|奖分|得分|加|奖)$/u.test(below)) columns.push({ ...month, column })
  }
  return columns
}

function monthOf(text: string, year: number): { day: LocalDate; sign: MonthColumn['sign'] } | null {
  const found = monthWords.exec(text)
  const month = parseNumeral(found?.[2] ?? '')
  if (!found || month === null || month < 1 || month > 12) return null
  const day = new Date(Date.UTC(Number(found[1] ?? year), month, 0)).toISOString().slice(0, 10)
  return { day, sign: found[4] ? 'deduct' : 'points' }
}
