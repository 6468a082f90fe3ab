import { briefText, type Cell, isBlank, type Row, type Sheet } from '../cells/cells.ts'
import type { DateReading } from '../cells/dates.ts'
import { fieldCell, isBetween } from '../cells/lines.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import type { Questions } from '../questions/questions.ts'

/** Fewer lines say nothing about a whole sheet. */
const fewLines = 3

/**
 * Whether lines count by their doors though the names beside them are others: asked where most names
 * disagree with the list, as in a column that has slipped by a line.
 *
 * @param agreement of a line's name with the list; null where it names none
 */
export function askAboutNames(
  sheet: Sheet,
  header: Header,
  agreement: (row: Row) => boolean | null,
  questions: Questions,
): boolean {
  let named = 0
  const unlike: number[] = []
  for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
    const agrees = agreement(sheet.rows[index] ?? [])
    if (agrees !== null) named++
    if (agrees === false) unlike.push(index + 1)
  }
  if (unlike.length < fewLines || unlike.length * 2 <= named) return false
  const answer = questions.ask({
    id: `names ${headerName(header)}`,
    code: 'heads-disagree',
    sheet: sheet.name,
    row: unlike[0] ?? null,
    params: { count: unlike.length, of: named },
    choices: [
      { value: 'problem', code: 'problem' },
      { value: 'by-door', code: 'by-door' },
    ],
    preset: null,
  })
  return answer === 'by-door'
}

/**
 * Whether lunar dates such as 三月初五 are converted: asked where some stand in the column of dates.
 *
 * @param solarOf the solar date of a cell with a lunar one; null for other cells
 */
export function askAboutLunar(
  sheet: Sheet,
  header: Header,
  solarOf: (cell: Cell) => DateReading | null,
  questions: Questions,
): boolean {
  const { date } = header.columns
  if (date === undefined) return false
  const found = [...sheet.rows.keys()].filter((index) => solarOf(sheet.rows[index]?.[date] ?? null) !== null)
  const [first] = found
  if (first === undefined) return false
  const solar = solarOf(sheet.rows[first]?.[date] ?? null)
  const answer = questions.ask({
    id: `lunar-dates ${headerName(header)}`,
    code: 'lunar-dates',
    sheet: sheet.name,
    row: first + 1,
    params: {
      count: found.length,
      example: briefText(sheet.rows[first]?.[date]),
      date: solar && 'date' in solar ? solar.date : '–',
    },
    choices: [
      { value: 'convert', code: 'convert' },
      { value: 'problem', code: 'problem' },
    ],
    preset: null,
  })
  return answer === 'convert'
}

/** Columns that an office fills once for the lines below, without merging their cells. */
const carried: readonly Field[] = ['date', 'door', 'rule', 'group']

/**
 * The sheet with what its lines leave out because it is the same as above, where somebody says so.
 */
export function withCarriedCells(sheet: Sheet, header: Header, questions: Questions): Sheet {
  return carried.reduce((sheet, field) => carry(sheet, header, field, questions), sheet)
}

function carry(sheet: Sheet, header: Header, field: Field, questions: Questions): Sheet {
  const column = header.columns[field]
  if (column === undefined) return sheet
  const lines = [...sheet.rows.keys()].filter((index) => isLine(sheet.rows[index] ?? [], header, index))
  const isLeftOut = (index: number | undefined) => isBlank(sheet.rows[index ?? -1]?.[column])
  const leftOut = lines.filter(isLeftOut)
  const isUsual = leftOut.length >= fewLines && leftOut.length * 4 >= lines.length
  if (!isUsual || isLeftOut(lines[0]) || leftOut.length === lines.length) return sheet
  const answer = questions.ask({
    id: `blank ${field} ${headerName(header)}`,
    code: 'blank-means-same',
    sheet: sheet.name,
    row: (leftOut[0] ?? 0) + 1,
    params: { column: header.labels[column] ?? '', count: leftOut.length },
    choices: [
      { value: 'same', code: 'same' },
      { value: 'problem', code: 'problem' },
    ],
    preset: null,
  })
  if (answer !== 'same') return sheet
  let above: Cell = null
  const isOfLine = new Set(lines)
  const rows = sheet.rows.map((row, index): Row => {
    if (!isOfLine.has(index)) return row
    if (!isBlank(row[column])) above = row[column] ?? null
    const filled = [...row]
    while (filled.length <= column) filled.push(null)
    filled[column] = above
    return filled
  })
  return { ...sheet, rows }
}

/** Whether the row is a line with points. */
function isLine(row: Row, header: Header, index: number): boolean {
  if (index < header.firstRow - 1 || isBetween(row, header)) return false
  const fields = ['award', 'deduct', 'points'] as const
  return fields.some((field) => !isBlank(fieldCell(row, header, field)))
}
