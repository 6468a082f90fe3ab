import { recordText } from '../../text/recordText.ts'
import { isBlank, type Sheet } from '../cells/cells.ts'
import { isBetween } from '../cells/lines.ts'
import { type Field, isNumbering, meaningOf } from '../headers/fields.ts'
import { findHeader } from '../headers/header.ts'
import { titlesOf } from '../headers/titles.ts'
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

const notReal =
  '草稿|草表|作废|废弃|停用|样表|样张|样例|示例|范例|例表|填写说明|填表说明|模板|模版|测试|试填|勿用|备份'
const named = new RegExp(notReal, 'u')
/** In a title, words of the kind stand in brackets: 积分台账（样表）. */
const titled = new RegExp(`[(](?:${notReal})[)]`, 'u')

/** Whether a sheet that calls itself a sample, a draft or void is left out; asked where it has lines. */
export function isSetAside(sheet: Sheet, questions: Questions): boolean {
  const header = sheet.hidden ? null : findHeader(sheet)
  if (!header) return false
  const [name = '', ...titles] = titlesOf(sheet, header.row)
  if (!named.test(name) && !titles.some((title) => titled.test(title))) return false
  const lines = sheet.rows.slice(header.firstRow - 1).filter((row) => !isBetween(row, header))
  if (lines.length === 0) return false
  const answer = questions.ask({
    id: `sheet-set-aside ${sheet.name}`,
    code: 'sheet-set-aside',
    sheet: sheet.name,
    row: null,
    params: { count: lines.length },
    choices: [
      { value: 'leave', code: 'leave' },
      { value: 'read', code: 'read' },
    ],
    preset: null,
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
