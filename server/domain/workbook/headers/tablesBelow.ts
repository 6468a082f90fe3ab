import { isBlank, type Row, type Sheet } from '../cells/cells.ts'
import { type Field, meaningOf } from './fields.ts'
import { findHeader } from './header.ts'

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
    // The same header again below another month: a table of that month.
    if (words.text === last.text && words.isNaming) {
      const title = titleAbove(sheet.rows, index)
      if (title !== null) starts.push(title)
      continue
    }
    if (words.known < fewestWords || !words.isNaming || words.text === last.text) continue
    starts.push(index)
    last = words
  }
  if (starts.length === 0) return [sheet]
  return [0, ...starts].map((start, place) => {
    const end = starts[place] ?? sheet.rows.length
    return { ...sheet, rows: sheet.rows.slice(0, end).map((row, index) => (index < start ? [] : row)) }
  })
}

/** The line with a month directly above a header; null where none stands there. */
function titleAbove(rows: readonly Row[], index: number): number | null {
  const isTitle = (line: number) => {
    const filled = (rows[line] ?? []).filter((cell) => !isBlank(cell))
    return filled.length <= 2 && filled.some((cell) => typeof cell === 'string' && /月|季度/u.test(cell))
  }
  return [index - 1, index - 2].find(isTitle) ?? null
}

/** Of a header, one names these; 加分 and 扣分 below months are a line of the header above. */
const naming: readonly (Field | undefined)[] = ['door', 'head', 'date', 'rule']

function wordsOf(row: Row): { text: string; known: number; isNaming: boolean } {
  return {
    isNaming: row.some((cell) => naming.includes(meaningOf(cell)?.field)),
    text: row
      .map((cell) => (isBlank(cell) ? '' : String(cell)))
      .join('|')
      .replace(/\|+$/u, ''),
    known: row.filter((cell) => typeof cell === 'string' && meaningOf(cell)).length,
  }
}
