/** Accounts for every sheet of a workbook: what it was read as, or why not. */
import { briefText, cellAddress, columnName, isBlank, type Row, type Sheet } from './cells/cells.ts'
import { isBetween, soleText } from './cells/lines.ts'
import { columnId } from './headers/chosenColumns.ts'
import { type Field, fields } from './headers/fields.ts'
import { findHeader, type Header } from './headers/header.ts'
import type { OfficeWorkbook, Place } from './office.ts'
import type { KnownSheet } from './sheets/sheetKinds.ts'
import { type UnreadColumn, unreadColumns, unreadIn } from './sheets/unreadColumns.ts'

/** What a sheet was taken for; `other` was not read. */
export type SheetKind = 'households' | 'rules' | 'ledger' | 'other'

/** Why a sheet was not read. */
export const sheetFates = [
  'hidden',
  'empty',
  'left-out',
  'missing-column',
  'repeats-list',
  'nothing-recognized',
] as const
export type SheetFate = (typeof sheetFates)[number]

/** What was made of a sheet. */
export interface SheetAccount {
  name: string
  kind: SheetKind
  hidden: boolean
  /** Null for a sheet that was read. */
  fate: SheetFate | null
  households: number
  rules: number
  /** Lines of the ledger that can be posted. */
  lines: number
  /** Of those lines. */
  points: number
  problems: number
  /** Lines that are not read because other sheets have them. */
  repeated: number
  /** Lines and points by month (`2026-03`). */
  months: Record<string, { lines: number; points: number }>
  /** Its header and first lines, as text; null where it has no header. */
  table: SheetTable | null
  /** Filled columns of a sheet that was read whose meaning nobody knows, or that another column stands for. */
  unread: UnreadColumn[]
}

export interface SheetTable {
  /** Sheet row of the header. */
  row: number
  columns: { letter: string; label: string; field: Field | null; id: string }[]
  lines: string[][]
}

/** How much of a sheet its account shows. */
const mostSamples = 5
const mostColumns = 30
const longestSample = 24

/** How the sheets of a workbook were sorted. */
interface SortedSheets {
  shown: readonly Sheet[]
  /** Of these, the ones of this village. */
  own: readonly Sheet[]
  /** Of these, the tables: several may stand in one sheet, under its name. */
  tables: readonly Sheet[]
  read: readonly KnownSheet[]
  /** Why other tables are not read. */
  fates: ReadonlyMap<Sheet, SheetFate>
}

/**
 * An account for every sheet of the workbook; of one with several tables for the first that is read, and for
 * each that is not, named by its first cell.
 */
export function accountSheets(sheets: readonly Sheet[], sorted: SortedSheets): SheetAccount[] {
  const { shown, own, tables, read, fates } = sorted
  const isRead = (table: Sheet) => read.some(({ sheet }) => sheet === table)
  return sheets.flatMap((sheet) => {
    if (!shown.includes(sheet)) return openAccount(sheet, 'other', 'hidden', null)
    if (!own.includes(sheet)) return openAccount(sheet, 'other', 'left-out', null)
    if (sheet.rows.every((row) => row.every(isBlank))) return openAccount(sheet, 'other', 'empty', null)
    const parts = tables.filter(({ name }) => name === sheet.name)
    const main = parts.find(isRead) ?? parts[0] ?? sheet
    const known = read.find((known) => known.sheet === main)
    const unread = unreadIn(read.filter((table) => parts.includes(table.sheet)))
    const fateOf = (table: Sheet): SheetFate => fates.get(table) ?? 'nothing-recognized'
    const others = parts.filter((part) => part !== main && !isRead(part) && findHeader(part))
    return [
      known
        ? { ...openAccount(sheet, known.kind, null, known.header, unread), repeated: rowsLeft(known) }
        : openAccount(sheet, 'other', fateOf(main), findHeader(main), unreadInOther(main, fateOf(main))),
      ...others.map((part) => openAccount(named(part), 'other', fateOf(part), null)),
    ]
  })
}

function unreadInOther(table: Sheet, fate: SheetFate): UnreadColumn[] {
  const header = fate === 'repeats-list' ? findHeader(table) : null
  return header ? unreadColumns(table, header) : []
}

/** Rows of a list that only repeat another one. */
function rowsLeft({ sheet, header, onlyRows }: KnownSheet): number {
  if (!onlyRows) return 0
  const lines = [...sheet.rows.keys()].slice(header.firstRow - 1)
  const filled = lines.filter((index) => !isBetween(sheet.rows[index] ?? [], header))
  return filled.filter((index) => !onlyRows.has(index + 1) && !soleText(sheet.rows[index] ?? [], index + 1))
    .length
}

/** The table under the name of its sheet and its first cell. */
function named(table: Sheet): Sheet {
  const header = findHeader(table)
  const column = header?.labels.findIndex((label) => label !== '') ?? 0
  return { ...table, name: `${table.name} ${cellAddress(header?.row ?? 1, column)}` }
}

/**
 * @param kind what it is read as; `other` for one that is not
 * @param header as it is read; null where it has none
 */
function openAccount(
  sheet: Sheet,
  kind: SheetKind,
  fate: SheetFate | null,
  header: Header | null,
  unread: UnreadColumn[] = [],
): SheetAccount {
  return {
    name: sheet.name,
    kind,
    hidden: sheet.hidden ?? false,
    fate,
    households: 0,
    rules: 0,
    lines: 0,
    points: 0,
    problems: 0,
    repeated: 0,
    months: {},
    table: tableOf(sheet, header ?? findHeader(sheet)),
    unread,
  }
}

function tableOf({ rows }: Sheet, header: Header | null): SheetTable | null {
  if (!header) return null
  const columns = header.labels.slice(0, mostColumns)
  const fieldOf = (column: number): Field | null =>
    fields.find((field) => header.columns[field] === column) ?? null
  const lines: Row[] = []
  for (let index = header.firstRow - 1; index < rows.length && lines.length < mostSamples; index++) {
    const row = rows[index] ?? []
    if (!row.every(isBlank)) lines.push(row)
  }
  return {
    row: header.row,
    columns: columns.map((label, column) => ({
      letter: columnName(column),
      label,
      field: fieldOf(column),
      id: columnId(header, column),
    })),
    lines: lines.map((row) => columns.map((_, column) => briefText(row[column], longestSample))),
  }
}

/** Enters into the accounts what was read from each sheet. */
export function fillAccounts({ sheets, households, rules, lines, openings, problems }: OfficeWorkbook): void {
  const accounts = new Map<string, SheetAccount>()
  for (const account of sheets) if (!accounts.has(account.name)) accounts.set(account.name, account)
  const enter = ({ sheet }: Place, change: (account: SheetAccount) => void) => {
    const account = accounts.get(sheet)
    if (account) change(account)
  }
  for (const household of households) enter(household, (account) => account.households++)
  for (const rule of rules) enter(rule, (account) => account.rules++)
  for (const problem of problems) enter(problem, (account) => account.problems++)
  for (const line of [...lines, ...openings])
    enter(line, (account) => {
      const month = line.occurredOn?.slice(0, 7) ?? ''
      const sum = (account.months[month] ??= { lines: 0, points: 0 })
      account.lines++
      account.points += line.points
      sum.lines++
      sum.points += line.points
    })
}
