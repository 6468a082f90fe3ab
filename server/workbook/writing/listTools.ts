import type { Feature } from 'write-excel-file/node'
import { columnName } from '../../domain/workbook/cells/cells.ts'

/** What a list offers in the spreadsheet program. */
export interface ListTools {
  /** Columns with a filter, from A. */
  columns: number
  /** Rows, the header included. */
  rows: number
}

/**
 * A feature of write-excel-file: filters on the header of each sheet.
 *
 * @param sheets in the order of the workbook
 */
export function listTools(sheets: readonly ListTools[]) {
  const insert = (_options: unknown, { sheetIndex }: { sheetIndex: number }) => {
    const { columns, rows } = sheets[sheetIndex] ?? { columns: 0, rows: 0 }
    return columns === 0 ? undefined : `<autoFilter ref="A1:${columnName(columns - 1)}${rows}"/>`
  }
  return { files: { transform: { 'xl/worksheets/sheet{id}.xml': { insert } } } } satisfies Feature<never>
}
