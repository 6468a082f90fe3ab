import { type Cell, parseAddress, type Sheet } from './cells.ts'

/**
 * The sheet with every merged cell's value in each row that the cell spans.
 *
 * @param untouched columns, from 0, where a value stands for one line only, such as points
 */
export function fillMerged(sheet: Sheet, untouched: readonly (number | undefined)[]): Sheet {
  const rows: (readonly Cell[])[] = [...sheet.rows]
  for (const range of sheet.merges ?? []) {
    const [first, last] = range.split(':').map(parseAddress)
    if (!first || !last || last.row <= first.row || untouched.includes(first.column)) continue
    const value = rows[first.row - 1]?.[first.column] ?? null
    if (value === null) continue
    for (let index = first.row; index < Math.min(last.row, rows.length); index++) {
      const row = rows[index]
      // A line without any other cell is no line of the table.
      if (!row?.length || row.every((cell) => cell === null)) continue
      const filled = [...row]
      while (filled.length <= first.column) filled.push(null)
      filled[first.column] ??= value
      rows[index] = filled
    }
  }
  return { ...sheet, rows }
}
