/** Lists as workbooks to download: a column says its title and what stands in its cells. */
import { type Response } from 'express'
import { fileTypes } from '../../contract/operations/operations.ts'
import { type PrivateField } from '../../domain/people/privateFields.ts'
import { hiddenFrom } from '../../routes/route.ts'
import { type Language, sentence } from '../../words/index.ts'
import { type ExportCell, type ExportTable, writeWorkbook } from './write.ts'
import { cutText, visibleText } from '../../domain/text/characters.ts'

/** Excel's own bound on rows, less the header. */
export const mostRows = 1_048_575

/** A column: its title, its width in characters, and its cell. */
export interface Column<Row> {
  /** A code of the words; or words that are the village's own. */
  title: string | { words: string }
  width: number
  /** Left out for those who do not see this field. */
  field?: PrivateField
  cell: (row: Row, language: Language) => ExportCell
}

/** The rows as a table with a header in the language. */
export function tableOf<Row>(
  sheet: string,
  columns: Column<Row>[],
  rows: Row[],
  language: Language,
): ExportTable {
  return {
    // Excel takes no longer names, and none of these signs in them.
    sheet: cutText(visibleText(sheet).replace(/[[\]:*?/\\]/g, ' '), 31),
    columns: columns.map(({ title, width, field }) => ({
      title: typeof title === 'string' ? sentence(language, title) : title.words,
      width,
      ...(field ? { field } : {}),
    })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row, language))),
  }
}

/** Sends a list as a workbook of one sheet. */
export async function sendTable<Row>(
  response: Response,
  filename: string,
  sheet: string,
  columns: Column<Row>[],
  rows: Row[],
  language: Language,
): Promise<void> {
  await sendWorkbook(response, filename, tableOf(sheet, columns, rows, language))
}

/** Sends tables as a workbook, one sheet each, without the columns that the caller does not see. */
export async function sendWorkbook(
  response: Response,
  filename: string,
  ...tables: ExportTable[]
): Promise<void> {
  const hidden = hiddenFrom(response)
  const workbook = await writeWorkbook(...tables.map((table) => withoutColumns(table, hidden)))
  response.attachment(filename).type(fileTypes.xlsx).send(workbook)
}

function withoutColumns(table: ExportTable, hidden: ReadonlySet<PrivateField>): ExportTable {
  const isShown = table.columns.map(({ field }) => field === undefined || !hidden.has(field))
  const shown = <Item>(items: Item[]) => items.filter((_, index) => isShown[index])
  return { ...table, columns: shown(table.columns), rows: table.rows.map(shown) }
}
