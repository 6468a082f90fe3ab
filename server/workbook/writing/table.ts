/** Lists as sheets of a workbook: a column states its title and its cell. */
import type { Params } from '../../domain/answers/fault.ts'
import { localDateAt } from '../../domain/calendar/calendar.ts'
import type { PrivateField } from '../../domain/people/privateFields.ts'
import { inPoints, type PointUnit } from '../../domain/points/unit.ts'
import { cutText, visibleText } from '../../domain/text/characters.ts'
import { type Language, sentence } from '../../words/index.ts'
import type { CellKind, ExportCell, ExportTable } from './write.ts'

/** Excel's own bound on rows, less the header. */
export const mostRows = 1_048_575

/** A key of the server's words, or the village's own words. */
type Title = string | { words: string }

export interface Column<Row> {
  title: Title
  /** In characters; 10 for `YYYY-MM-DD` and 16 with the time. */
  width: number
  /** What the texts of its cells are: a day, `YYYY-MM-DD`, or a moment in UTC, shown in the village's time. */
  as?: CellKind
  /** Omitted for callers who may not see this field. */
  field?: PrivateField
  /** Numbers of the column are whole smallest units, and written as points. */
  points?: true
  /**
   * @param say gives the sentence of a key in the caller's language
   * @param unit of the village
   */
  cell: (row: Row, say: Say, language: Language, unit: PointUnit) => ExportCell
}

/** The sentence of a key of the server's words, with its figures put in. */
export type Say = (key: string, params?: Params) => string

/** A sheet in the caller's language and the village's unit of points, without the columns hidden from the caller. */
export type Sheet = (
  language: Language,
  hidden: ReadonlySet<PrivateField>,
  unit: PointUnit,
) => Omit<ExportTable, 'timezone'>

/** The answer of an operation that exports a workbook. */
export interface Workbook {
  /** Null for a list of the whole installation, whose times are China's. */
  village: { name: string; timezone: string } | null
  /** `postings` for the words of `file-postings`, with which the file is named. */
  list: string
  /** What the list is of, such as a month; today where it is left out. */
  part?: string
  sheets: Sheet[]
}

const timezoneOf = ({ village }: Workbook): string => village?.timezone ?? 'Asia/Shanghai'

/**
 * The name of a workbook's file in the caller's language, such as `晓塘村-流水-2026-11-28.xlsx`.
 *
 * @param now ms since 1970, UTC
 */
export function fileName(workbook: Workbook, language: Language, now: number): string {
  const { village, list, part = localDateAt(now, timezoneOf(workbook)) } = workbook
  const words = [village?.name ?? '', sentence(language, `file-${list}`), part]
  const name = words.filter((word) => word !== '').join('-')
  // What no file system of Windows takes.
  return `${visibleText(name).replace(/[\\/:*?"<>|]+/gu, ' ')}.xlsx`
}

/** The sheets of a workbook, as `Sheet` has them. */
export function tablesOf(
  workbook: Workbook,
  language: Language,
  hidden: ReadonlySet<PrivateField>,
  unit: PointUnit,
): ExportTable[] {
  const timezone = timezoneOf(workbook)
  return workbook.sheets.map((sheet) => ({ ...sheet(language, hidden, unit), timezone }))
}

/** A sheet with one line a row. */
export function sheet<Row>(name: Title, columns: readonly Column<Row>[], rows: readonly Row[]): Sheet {
  return (language, hidden, unit) => {
    const say: Say = (key, params) => sentence(language, key, params, unit)
    const titleOf = (title: Title) => (typeof title === 'string' ? say(title) : title.words)
    const shown = columns.filter(({ field }) => field === undefined || !hidden.has(field))
    return {
      sheet: sheetName(titleOf(name)),
      columns: shown.map(({ title, width, as }) => ({ title: titleOf(title), width, as })),
      rows: rows.map((row) =>
        shown.map(({ cell, points = false }) => {
          const value = cell(row, say, language, unit)
          return points && typeof value === 'number' ? inPoints(value, unit) : value
        }),
      ),
    }
  }
}

/** A list of a village as a workbook of one sheet. */
export function villageList<Row>(
  village: { name: string; timezone: string },
  list: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Workbook {
  return { village, list, sheets: [sheet(`file-${list}`, columns, rows)] }
}

/** Excel allows at most 31 characters and none of `[]:*?/\` in the name of a sheet. */
function sheetName(name: string): string {
  return cutText(visibleText(name).replace(/[[\]:*?/\\]/g, ' '), 31)
}
