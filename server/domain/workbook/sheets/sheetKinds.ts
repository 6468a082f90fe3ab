import type { Sheet } from '../cells/cells.ts'
import type { CrossTable } from '../cross/crossTable.ts'
import { withChosenColumns } from '../headers/chosenColumns.ts'
import { withDateColumn } from '../headers/dateColumns.ts'
import type { Field } from '../headers/fields.ts'
import { findHeader, type Header } from '../headers/header.ts'
import type { Questions } from '../questions/questions.ts'
import type { SheetKind } from '../sheetAccounts.ts'

/** A column that a sheet of its kind needs; one of the fields is enough. */
export interface NeededColumn {
  /** As an office calls it. */
  name: string
  fields: readonly Field[]
}

/** A sheet taken for one of the kinds, by its header. */
export interface KnownSheet {
  sheet: Sheet
  kind: Exclude<SheetKind, 'other'>
  header: Header
  /** What its kind needs and the header lacks. */
  missing: readonly NeededColumn[]
  /** The rows to read, from 1, of a list whose other rows repeat another list; all of them where it is absent. */
  onlyRows?: ReadonlySet<number>
  /** Its columns of months, days or items, where it has them. */
  cross?: CrossTable
}

/** Of a cross table. */
export const neededDoor: NeededColumn = { name: '门牌号', fields: ['door'] }
const points: NeededColumn = { name: '加分', fields: ['points', 'award', 'deduct'] }

const needed: Record<KnownSheet['kind'], readonly NeededColumn[]> = {
  households: [neededDoor, { name: '户主', fields: ['head'] }],
  rules: [
    { name: '内容', fields: ['rule'] },
    { ...points, name: '分值' },
  ],
  ledger: [{ name: '日期', fields: ['date'] }, neededDoor, { name: '事项', fields: ['rule'] }, points],
}

/**
 * What the sheet is, by the columns of its header, whatever its name; null when it is none of ours.
 *
 * @param questions what somebody said of its columns counts before their words
 */
export function recognizeSheet(sheet: Sheet, questions: Questions): KnownSheet | null {
  const found = findHeader(sheet)
  const header = found && withDateColumn(withChosenColumns(found, questions))
  const kind = header && kindOf(header)
  return kind ? asKind(sheet, header, kind) : null
}

/** The sheet taken for one of this kind, with what it lacks. */
export function asKind(sheet: Sheet, header: Header, kind: KnownSheet['kind']): KnownSheet {
  const has = (field: Field) => header.columns[field] !== undefined
  return { sheet, kind, header, missing: needed[kind].filter(({ fields }) => !fields.some(has)) }
}

function kindOf({ columns }: Header): KnownSheet['kind'] | null {
  const has = (...fields: Field[]): boolean => fields.some((field) => columns[field] !== undefined)
  const signs = [has('date'), has('rule'), has('award', 'deduct', 'points')].filter(Boolean).length
  if (signs === 3 || (signs === 2 && has('door', 'head'))) return 'ledger'
  if (has('rule') && !has('door', 'head', 'date') && (signs === 2 || has('dimension', 'caps'))) return 'rules'
  if (has('door', 'head') && has('head', 'members', 'phone', 'group') && !has('date', 'rule'))
    return 'households'
  return null
}
