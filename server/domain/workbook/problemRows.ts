/** The rows of a workbook that cannot come in, as they stand, to be mended and imported again. */
import { type Cell, shownText, type Sheet } from './cells/cells.ts'
import type { Header } from './headers/header.ts'
import type { Place, RowProblem } from './office.ts'

/** Rows of one sheet. */
export interface ProblemSheet {
  name: string
  labels: string[]
  rows: { row: number; cells: (string | number | null)[] }[]
}

/** More rows than these are no slips to mend one by one. */
const mostRows = 5_000

/** @param tables what was read, with the header of each */
export function problemSheets(
  problems: readonly RowProblem[],
  tables: readonly { sheet: Sheet; header: Header }[],
): ProblemSheet[] {
  const found: ProblemSheet[] = []
  const wanted = new Set(problems.slice(0, mostRows).map(keyOf))
  for (const { sheet, header } of tables) {
    const { labels } = header
    const numbers = [...sheet.rows.keys()].map((index) => index + 1)
    const rows = numbers.filter((row) => wanted.has(keyOf({ sheet: sheet.name, row })))
    if (rows.length === 0) continue
    const cellsOf = (row: number) => labels.map((_, column) => plainCell(sheet.rows[row - 1]?.[column]))
    found.push({
      name: sheet.name,
      labels: [...labels],
      rows: rows.map((row) => ({ row, cells: cellsOf(row) })),
    })
  }
  return found
}

const keyOf = ({ sheet, row }: Place) => `${row} ${sheet}`

function plainCell(cell: Cell | undefined): string | number | null {
  if (typeof cell === 'number') return cell
  return shownText(cell) || null
}
