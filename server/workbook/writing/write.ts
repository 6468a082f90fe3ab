import writeExcelFile from 'write-excel-file/node'
import { isLocalDate, localTimeAt } from '../../domain/calendar/calendar.ts'
import { visibleText } from '../../domain/text/characters.ts'
import { type EntryLines, listTools } from './listTools.ts'

export type ExportCell = string | number | null

/**
 * Texts that are written as dates: days, `YYYY-MM-DD`, and moments in UTC (ISO 8601); or cells that stay texts
 * whatever is typed into them.
 */
export type CellKind = 'day' | 'moment' | 'text'

export interface ExportTable {
  sheet: string
  columns: { title: string; width: number; as?: CellKind | undefined }[]
  rows: ExportCell[][]
  /** Of a sheet to be filled in: empty lines below, and what their cells offer. */
  entry?: EntryLines | undefined
  /** Where moments are shown: an IANA name. */
  timezone: string
}

/**
 * The tables as the bytes of an .xlsx file, one sheet each, with a filter on the header; a worker's work. Days
 * and moments become dates, in the village's time, strings stay strings: nothing a person typed becomes a
 * formula. Odd characters of earlier
 * builds are written as escapes: XML cannot carry some of them, and nobody sees the others.
 */
export async function writeWorkbook(tables: readonly ExportTable[]): Promise<Uint8Array> {
  const sheets = tables.map(({ sheet, columns, rows, entry, timezone }) => {
    const empty = columns.map(({ as }) =>
      as === undefined ? null : { type: as === 'text' ? String : Date, format: formats[as] },
    )
    const header = columns.map(({ title }) => ({
      value: visibleText(title),
      type: String,
      fontWeight: 'bold' as const,
    }))
    return {
      data: [
        header,
        ...rows.map((row) => row.map((cell, column) => cellOf(cell, columns[column]?.as, timezone))),
        ...Array.from({ length: entry?.rows ?? 0 }, () => empty),
      ],
      sheet,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
    }
  })
  const tools = tables.map(({ columns, rows, entry }) => ({
    columns: columns.length,
    rows: rows.length + (entry?.rows ?? 0) + 1,
    entry,
  }))
  return writeExcelFile(sheets, { features: [listTools(tools)] }).toBuffer()
}

const formats = { day: 'yyyy-mm-dd', moment: 'yyyy-mm-dd hh:mm', text: '@' } as const

function cellOf(value: ExportCell, kind: CellKind | undefined, timezone: string) {
  if (value === null) return null
  if (kind === 'text') return { value: visibleText(String(value)), type: String, format: formats.text }
  const date = kind === undefined ? null : dateOf(String(value), kind, timezone)
  if (kind && date) return { value: date, type: Date, format: formats[kind] }
  return typeof value === 'number' ? { value, type: Number } : { value: visibleText(value), type: String }
}

/** A date whose UTC shows what the cell is to show; null for a text that is none. */
function dateOf(text: string, kind: 'day' | 'moment', timezone: string): Date | null {
  if (kind === 'day') return isLocalDate(text) ? new Date(`${text}T00:00:00Z`) : null
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? null : new Date(`${localTimeAt(instant, timezone).replace(' ', 'T')}:00Z`)
}
