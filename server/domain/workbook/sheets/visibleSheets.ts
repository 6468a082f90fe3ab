import { recordText } from '../../text/recordText.ts'
import { isBlank, type Sheet } from '../cells/cells.ts'
import { type Field, isNumbering, meaningOf } from '../headers/fields.ts'
import { findHeader } from '../headers/header.ts'
import type { Questions } from '../questions/questions.ts'

/** Whether a hidden sheet is read: only when somebody says so. */
export function isLeftHidden(sheet: Sheet, questions: Questions): boolean {
  if (!sheet.hidden) return false
  const count = sheet.rows.filter((row) => row.some((cell) => !isBlank(cell))).length
  if (count === 0) return true
  const answer = questions.ask({
    id: `hidden-sheet ${sheet.name}`,
    code: 'hidden-sheet',
    sheet: sheet.name,
    row: null,
    params: { count },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: 'leave',
  })
  return answer === 'leave'
}

/** The sheet without the lines that are hidden, by hand or by a filter, unless somebody says that they count. */
export function withoutHiddenRows(sheet: Sheet, questions: Questions): Sheet {
  const firstRow = findHeader(sheet)?.firstRow ?? 1
  const hidden = new Set(sheet.hiddenRows?.filter((row) => row >= firstRow))
  const isFilled = (row: number) => (sheet.rows[row - 1] ?? []).some((cell) => !isBlank(cell))
  const rows = [...hidden].filter(isFilled)
  if (rows.length === 0) return sheet
  const answer = questions.ask({
    id: `hidden-rows ${sheet.name}`,
    code: 'hidden-rows',
    sheet: sheet.name,
    row: rows[0] ?? null,
    params: { count: rows.length },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: 'leave',
  })
  if (answer === 'read') return sheet
  return { ...sheet, rows: sheet.rows.map((row, index) => (hidden.has(index + 1) ? [] : row)) }
}

/** Fields whose hidden columns need no word: they say nothing about points. */
const silent: readonly Field[] = ['members', 'phone', 'note', 'relation', 'clerk']

/** The sheet without its hidden columns where somebody says so; asked where they may count. */
export function withoutHiddenColumns(sheet: Sheet, questions: Questions): Sheet {
  const header = findHeader(sheet)
  if (!header || !sheet.hiddenColumns?.length) return sheet
  const lines = sheet.rows.slice(header.firstRow - 1)
  const columns = sheet.hiddenColumns.filter((column) => {
    const label = header.labels[column] ?? ''
    const field = meaningOf(label)?.field
    if (label === '' || isNumbering(label) || (field && silent.includes(field))) return false
    return field !== undefined || lines.some((row) => typeof row[column] === 'number')
  })
  const filled = columns.filter((column) => lines.some((row) => !isBlank(row[column])))
  if (filled.length === 0) return sheet
  const answer = questions.ask({
    id: `hidden-columns ${sheet.name} ${filled.map((column) => header.labels[column]).join(' ')}`,
    code: 'hidden-columns',
    sheet: sheet.name,
    row: header.row,
    params: {
      count: filled.length,
      columns: filled.map((column) => header.labels[column]).join(recordText('comma')),
    },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: null,
  })
  if (answer !== 'leave') return sheet
  const isOut = new Set(filled)
  return {
    ...sheet,
    rows: sheet.rows.map((row) => row.map((cell, column) => (isOut.has(column) ? null : cell))),
  }
}
