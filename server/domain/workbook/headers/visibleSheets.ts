import { isBlank, type Row, type Sheet } from '../cells/cells.ts'
import type { Questions } from '../questions/questions.ts'
import { meaningOf } from './fields.ts'
import { findHeader } from './header.ts'

/** Whether a hidden sheet is read: only when somebody says so. */
export function isLeftHidden(sheet: Sheet, questions: Questions): boolean {
  if (!sheet.hidden) return false
  const count = sheet.rows.filter((row) => row.some((cell) => !isBlank(cell))).length
  if (count === 0) return true
  const answer = questions.ask({
    id: `hidden-sheet ${sheet.name}`,
    code: 'hidden-sheet',
    sheet: sheet.name,
    row: null,
    params: { count },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: 'leave',
  })
  return answer === 'leave'
}

/** The sheet without the lines that are hidden, by hand or by a filter, unless somebody says that they count. */
export function withoutHiddenRows(sheet: Sheet, questions: Questions): Sheet {
  const firstRow = findHeader(sheet)?.firstRow ?? 1
  const hidden = new Set(sheet.hiddenRows?.filter((row) => row >= firstRow))
  const isFilled = (row: number) => (sheet.rows[row - 1] ?? []).some((cell) => !isBlank(cell))
  const rows = [...hidden].filter(isFilled)
  if (rows.length === 0) return sheet
  const answer = questions.ask({
    id: `hidden-rows ${sheet.name}`,
    code: 'hidden-rows',
    sheet: sheet.name,
    row: rows[0] ?? null,
    params: { count: rows.length },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: 'leave',
  })
  if (answer === 'read') return sheet
  return { ...sheet, rows: sheet.rows.map((row, index) => (hidden.has(index + 1) ? [] : row)) }
}

/** Of a line below, so many known words make it the header of another table. */
const fewestWords = 3

/**
 * The tables that stand below each other in a sheet, each as a sheet of its own with its lines where they
 * are; the sheet itself where it has one. A header that repeats the one above begins no other table.
 */
export function tablesOf(sheet: Sheet): Sheet[] {
  const header = findHeader(sheet)
  if (!header) return [sheet]
  const starts: number[] = []
  let last = wordsOf(sheet.rows[header.firstRow - 2] ?? [])
  for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
    const row = sheet.rows[index] ?? []
    // Nearly all lines begin with a number, a date or a text that is no word over a column.
    if (!row.some((cell) => typeof cell === 'string' && meaningOf(cell))) continue
    const words = wordsOf(row)
    if (words.known < fewestWords || words.text === last.text) continue
    starts.push(index)
    last = words
  }
  if (starts.length === 0) return [sheet]
  return [0, ...starts].map((start, place) => {
    const end = starts[place] ?? sheet.rows.length
    return { ...sheet, rows: sheet.rows.slice(0, end).map((row, index) => (index < start ? [] : row)) }
  })
}

function wordsOf(row: Row): { text: string; known: number } {
  return {
    text: row
      .map((cell) => (isBlank(cell) ? '' : String(cell)))
      .join('|')
      .replace(/\|+$/u, ''),
    known: row.filter((cell) => typeof cell === 'string' && meaningOf(cell)).length,
  }
}
