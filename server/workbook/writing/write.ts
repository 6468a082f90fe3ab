import writeExcelFile from 'write-excel-file/node'
import { isLocalDate, localTimeAt } from '../../domain/calendar/calendar.ts'
import { visibleText } from '../../domain/text/characters.ts'
import { listTools } from './listTools.ts'

export type ExportCell = string | number | null

/** Texts that are written as dates: days, `YYYY-MM-DD`, and moments in UTC (ISO 8601). */
export type CellKind = 'day' | 'moment'

export interface ExportTable {
  sheet: string
  columns: { title: string; width: number; as?: CellKind | undefined }[]
  rows: ExportCell[][]
  /** Where moments are shown: an IANA name. */
  timezone: string
}

/**
 * The tables as the bytes of an .xlsx file, one sheet each, with a filter on the header; a worker's work. Days
 * and moments become dates, in the village's time, strings stay strings: nothing a person typed becomes a formula. Odd characters of earlier
 * builds are written as escapes: XML cannot carry some of them, and nobody sees the others.
 */
export async function writeWorkbook(tables: readonly ExportTable[]): Promise<Uint8Array> {
  const sheets = tables.map(({ sheet, columns, rows, timezone }) => {
    const header = columns.map(({ title }) => ({
      value: visibleText(title),
      type: String,
      fontWeight: 'bold' as const,
    }))
    return {
      data: [
        header,
        ...rows.map((row) => row.map((cell, column) => cellOf(cell, columns[column]?.as, timezone))),
      ],
      sheet,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
    }
  })
  const tools = tables.map(({ columns, rows }) => ({ columns: columns.length, rows: rows.length + 1 }))
  return writeExcelFile(sheets, { features: [listTools(tools)] }).toBuffer()
}

function cellOf(value: ExportCell, kind: CellKind | undefined, timezone: string) {
  if (value === null) return null
  const date = kind === undefined ? null : dateOf(String(value), kind, timezone)
  if (date) return { value: date, type: Date, format: kind === 'day' ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm' }
  return typeof value === 'number' ? { value, type: Number } : { value: visibleText(value), type: String }
}

/** A date whose UTC shows what the cell is to show; null for a text that is none. */
function dateOf(text: string, kind: CellKind, timezone: string): Date | null {
  if (kind === 'day') return isLocalDate(text) ? new Date(`${text}T00:00:00Z`) : null
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? null : new Date(`${localTimeAt(instant, timezone).replace(' ', 'T')}:00Z`)
}
