import type { Sheet } from '../cells/cells.ts'
import type { SheetKind } from '../office.ts'
import { type Field, findHeader, type Header } from './header.ts'

/** A sheet taken for one of the kinds, by its header. */
export interface KnownSheet {
  sheet: Sheet
  kind: Exclude<SheetKind, 'other'>
  header: Header
  /** Columns that its kind needs and the header lacks, as an office calls them. */
  missing: string[]
}

/** What a sheet of each kind needs; of several fields in one entry, any. */
const needed: Record<KnownSheet['kind'], readonly [name: string, ...fields: Field[]][]> = {
  households: [
    ['门牌号', 'door'],
    ['户主', 'head'],
  ],
  rules: [
    ['内容', 'rule'],
    ['分值', 'points', 'award', 'deduct'],
  ],
  ledger: [
    ['日期', 'date'],
    ['门牌号', 'door'],
    ['事项', 'rule'],
    ['加分', 'points', 'award', 'deduct'],
  ],
}

/** What the sheet is, by the columns of its header, whatever its name; null when it is none of ours. */
export function recognizeSheet(sheet: Sheet): KnownSheet | null {
  const header = findHeader(sheet)
  const kind = header && kindOf(header)
  if (!kind) return null
  const missing = needed[kind]
    .filter(([, ...fields]) => !fields.some((field) => header.columns[field] !== undefined))
    .map(([name]) => name)
  return { sheet, kind, header, missing }
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
