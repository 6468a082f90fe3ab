import { isBlank, type Sheet } from '../cells/cells.ts'
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
