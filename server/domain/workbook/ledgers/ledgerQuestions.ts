import { briefText, type Cell, type Row, type Sheet } from '../cells/cells.ts'
import type { DateReading } from '../cells/dates.ts'
import { headerName } from '../headers/chosenColumns.ts'
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
