import writeExcelFile from 'write-excel-file/node'
import { visibleText } from '../../domain/text/characters.ts'

export type ExportCell = string | number | null

export interface ExportTable {
  sheet: string
  columns: { title: string; width: number }[]
  rows: ExportCell[][]
}

/**
 * The tables as the bytes of an .xlsx file, one sheet each; a worker's work. Strings
 * stay strings: nothing a person typed becomes a formula. Odd characters of earlier
 * builds are written as escapes: XML cannot carry some of them, and nobody sees the others.
 */
export async function writeWorkbook(tables: readonly ExportTable[]): Promise<Uint8Array> {
  const sheets = tables.map(({ sheet, columns, rows }) => {
    const header = columns.map(({ title }) => ({
      value: visibleText(title),
      type: String,
      fontWeight: 'bold' as const,
    }))
    return {
      data: [header, ...rows.map((row) => row.map(cellOf))],
      sheet,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
    }
  })
  return writeExcelFile(sheets).toBuffer()
}

function cellOf(value: ExportCell) {
  if (value === null) return null
  return typeof value === 'number' ? { value, type: Number } : { value: visibleText(value), type: String }
}
