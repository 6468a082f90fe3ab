/** Lists as sheets of a workbook: a column states its title and its cell. */
import type { PrivateField } from '../../domain/people/privateFields.ts'
import { cutText, visibleText } from '../../domain/text/characters.ts'
import { type Language, sentence } from '../../words/index.ts'
import type { ExportCell, ExportTable } from './write.ts'

/** Excel's own bound on rows, less the header. */
export const mostRows = 1_048_575

/** A key of the server's words, or the village's own words. */
type Title = string | { words: string }

export interface Column<Row> {
  title: Title
  /** In characters. */
  width: number
  /** Omitted for callers who may not see this field. */
  field?: PrivateField
  cell: (row: Row, language: Language) => ExportCell
}

/** A sheet in the caller's language, without the columns hidden from them. */
export type Sheet = (language: Language, hidden: ReadonlySet<PrivateField>) => ExportTable

/** The answer of an operation that exports a workbook. */
export interface Workbook {
  filename: string
  sheets: Sheet[]
}

/** A sheet with one line a row. */
export function sheet<Row>(name: Title, columns: readonly Column<Row>[], rows: readonly Row[]): Sheet {
  return (language, hidden) => {
    const shown = columns.filter(({ field }) => field === undefined || !hidden.has(field))
    return {
      sheet: sheetName(titleIn(language, name)),
      columns: shown.map(({ title, width }) => ({ title: titleIn(language, title), width })),
      rows: rows.map((row) => shown.map(({ cell }) => cell(row, language))),
    }
  }
}

/** A list of a village as a workbook of one sheet. */
export function villageList<Row>(
  { slug, name }: { slug: string; name: string },
  list: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Workbook {
  return { filename: `${slug}-${list}.xlsx`, sheets: [sheet({ words: name }, columns, rows)] }
}

function titleIn(language: Language, title: Title): string {
  return typeof title === 'string' ? sentence(language, title) : title.words
}

/** Excel allows at most 31 characters and none of `[]:*?/\` in the name of a sheet. */
function sheetName(name: string): string {
  return cutText(visibleText(name).replace(/[[\]:*?/\\]/g, ' '), 31)
}
