/** Columns as somebody said they are, for headers whose words do not say it. */
import { cutText } from '../../text/characters.ts'
import { columnName } from '../cells/cells.ts'
import type { Choice, Questions } from '../questions/questions.ts'
import { type Field, fields } from './fields.ts'
import type { Columns, Header } from './header.ts'

const longestName = 160

/** What tells one header from another, so that choices hold for the next workbook too: its words. */
export function headerName({ labels }: Header): string {
  const words = labels.filter((label) => label !== '').join(' ')
  return cutText(words, longestName)
}

/** The id under which somebody says what a column is: a field, or `none`. */
export function columnId(header: Header, column: number): string {
  return `column ${columnName(column)} ${headerName(header)}`
}

/** The header with the columns that somebody has named. */
export function withChosenColumns(header: Header, questions: Questions): Header {
  const columns: Columns = { ...header.columns }
  for (const column of header.labels.keys()) {
    const chosen = questions.chosen(columnId(header, column))
    if (chosen === undefined) continue
    for (const field of fields) if (columns[field] === column) delete columns[field]
    const field = fields.find((field) => field === chosen)
    if (field) columns[field] = column
  }
  return { ...header, columns }
}

/** The choice of a column, by its letter. */
export function columnChoice({ labels }: Header, column: number): Choice {
  const letter = columnName(column)
  return { value: letter, code: 'column', params: { column: letter, label: labels[column] ?? '' } }
}

/** The column of a choice; undefined for a choice that is no column of this header. */
export function chosenColumn({ labels }: Header, value: string | null): number | undefined {
  return [...labels.keys()].find((column) => columnName(column) === value)
}

/** The header with a column for a field. */
export function withColumn(header: Header, field: Field, column: number): Header {
  return { ...header, columns: { ...header.columns, [field]: column } }
}
