/** Dates in columns of their own for year, month and day, as account books have them. */
import { type Cell, isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import { carryDown } from '../ledgers/carriedCells.ts'
import type { Questions } from '../questions/questions.ts'
import { withChosenColumns } from './chosenColumns.ts'
import { findHeader, type Header } from './header.ts'
import { monthInTitles } from './titles.ts'

/** The column of days holds the whole date in a sheet that `withWholeDates` gave. */
export function withDateColumn(header: Header): Header {
  const { date, day } = header.columns
  return date === undefined && day !== undefined
    ? { ...header, columns: { ...header.columns, date: day } }
    : header
}

/** The sheet with whole dates in its column of days, where month and day have columns of their own. */
export function withWholeDates(sheet: Sheet, questions: Questions): Sheet {
  const found = findHeader(sheet)
  const header = found && withChosenColumns(found, questions)
  if (!header) return sheet
  const { date, year, month, day } = header.columns
  const ofTitles = month === undefined ? monthInTitles(sheet, header.row)?.month : undefined
  if (date !== undefined || day === undefined || (month === undefined && ofTitles === undefined)) return sheet
  const carried = [year, month].reduce<Sheet>(
    (sheet, column) => (column === undefined ? sheet : carryDown(sheet, header, column, questions)),
    sheet,
  )
  const part = (row: Row, column: number | undefined) =>
    column === undefined ? '' : tightText(row[column]).replace(/(?<=.)[年月份日号]+$/u, '')
  const rows = carried.rows.map((row, index): Row => {
    if (index < header.firstRow - 1 || isBlank(row[day]) || isBetween(row, header)) return row
    if (row[day] instanceof Date) return row
    const years = part(row, year)
    const months = month === undefined ? String(ofTitles) : part(row, month)
    const whole: Cell[] = [...row]
    whole[day] = `${years && `${years}年`}${months}月${part(row, day)}日`
    return whole
  })
  return { ...carried, rows }
}
