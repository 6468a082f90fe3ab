import type { UnreadColumn } from '../../domain/workbook/sheets/unreadColumns.ts'
import { type Language, sentence } from '../../words/index.ts'

/** What stands over the column, or else where it is and what stands in it. */
export function unreadColumnWords(
  language: Language,
  { label, letter, filled, example }: UnreadColumn,
): string {
  const params = { letter, count: filled, example }
  return label === '' ? sentence(language, 'import-column-without-header', params) : label
}
