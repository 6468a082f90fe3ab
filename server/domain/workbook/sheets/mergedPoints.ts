/** Points in cells that are merged over several lines. */
import { isBlank, parseAddress } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import { fillMerged } from '../cells/merged.ts'
import { headerName } from '../headers/chosenColumns.ts'
import type { Questions } from '../questions/questions.ts'
import type { KnownSheet } from './sheetKinds.ts'

/**
 * Each merged cell's value in all of its lines; of figures in the first line alone, unless somebody says that
 * each line has them.
 */
export function withMerged(found: KnownSheet, questions: Questions): KnownSheet {
  const { award, deduct, points, running, members } = found.header.columns
  const given = [award, deduct, points, ...(found.cross?.columns ?? []).map(({ column }) => column)]
  const sums = [running, members, ...(found.cross?.sums ?? []).map(({ column }) => column)]
  const untouched = isEach(found, given, questions) ? sums : [...given, ...sums]
  return { ...found, sheet: fillMerged(found.sheet, untouched) }
}

function isEach(
  { sheet, header, kind }: KnownSheet,
  columns: readonly (number | undefined)[],
  questions: Questions,
): boolean {
  const merged = (sheet.merges ?? []).flatMap((range) => {
    const [first, last] = range.split(':').map(parseAddress)
    if (!first || !last || !columns.includes(first.column)) return []
    const numbers = Array.from({ length: last.row - first.row + 1 }, (_, place) => first.row + place)
    const lines = numbers.filter((number) => !isBetween(sheet.rows[number - 1] ?? [], header))
    const value = sheet.rows[first.row - 1]?.[first.column] ?? null
    const isOfLines = first.row >= header.firstRow && lines.length > 1 && !isBlank(value)
    return isOfLines ? [{ range, row: first.row, value }] : []
  })
  const [first] = merged
  if (!first) return false
  const answer = questions.ask({
    id: `merged-points ${kind} ${headerName(header)}`,
    code: 'merged-points',
    sheet: sheet.name,
    row: first.row,
    params: { count: merged.length, cells: first.range, value: String(first.value) },
    choices: [
      { value: 'each', code: 'merged-each' },
      { value: 'first', code: 'merged-first' },
    ],
    preset: null,
  })
  return answer === 'each'
}
