import { recordText } from '../text/recordText.ts'
import type { Sheet } from './cells/cells.ts'
import { findOutwardFormula, findReadFormula } from './cells/formulas.ts'
import type { OfficeContext, RefusalCode, WorkbookRefusal } from './office.ts'
import type { Questions } from './questions/questions.ts'
import type { KnownSheet } from './sheets/sheetKinds.ts'

/** More lines than this are more than a village's year. */
const mostLedgerRows = 300_000

function refuse(code: RefusalCode, params: WorkbookRefusal['params'] = {}): WorkbookRefusal {
  return { code, params }
}

/** Refuses formulas that reach outside, in whatever sheet. */
export function refuseOutward(sheets: readonly Sheet[]): WorkbookRefusal | null {
  return firstOf(sheets, (sheet) => {
    const formula = findOutwardFormula(sheet)
    return formula && refuse('outward-formula', { sheet: sheet.name, cell: formula.cell })
  })
}

/**
 * Refuses a list or rules that lack a column, unless another sheet of the kind is whole, or the village has
 * what it would bring and other sheets are whole. About ledgers somebody is asked.
 */
export function refuseIncomplete(
  recognized: readonly KnownSheet[],
  chosen: readonly KnownSheet[],
  questions: Questions,
  { known }: OfficeContext,
): WorkbookRefusal | null {
  const has = {
    ledger: true,
    households: known.doors.length > 0 && chosen.length > 0,
    rules: known.rules.length > 0 && chosen.length > 0,
  }
  for (const { kind } of chosen) has[kind] = true
  const broken = recognized.find(({ kind, missing }) => missing.length > 0 && !has[kind])
  const isNothing = chosen.length === 0 && questions.asked.length === 0
  if (!broken) return isNothing ? refuse('nothing-recognized') : null
  const column = broken.missing.map(({ name }) => name).join(recordText('comma'))
  return refuse('missing-column', { sheet: broken.sheet.name, row: broken.header.row, column })
}

/** Refuses two tables side by side: only one of them would be read. */
export function refuseRepeatedColumns(chosen: readonly KnownSheet[]): WorkbookRefusal | null {
  return firstOf(chosen, ({ sheet, header }) =>
    header.repeated === null
      ? null
      : refuse('repeated-column', { sheet: sheet.name, row: header.row, column: header.repeated }),
  )
}

/** Refuses formulas without a value that counts, in cells that would be read. */
export function refuseFormulas(chosen: readonly KnownSheet[]): WorkbookRefusal | null {
  return firstOf(chosen, ({ sheet, kind, header, cross }) => {
    const carrying = kind === 'rules' ? (['rule'] as const) : (['door', 'head', 'rule', 'date'] as const)
    const formula = findReadFormula(sheet, header, carrying, cross?.columns.map(({ column }) => column) ?? [])
    return formula && refuse('formula', { sheet: sheet.name, cell: formula.cell })
  })
}

export function refuseSize(chosen: readonly KnownSheet[]): WorkbookRefusal | null {
  const ledgers = chosen.filter(({ kind }) => kind === 'ledger')
  const count = ledgers.reduce((sum, { sheet }) => sum + sheet.rows.length, 0)
  return count > mostLedgerRows ? refuse('too-many-ledger-rows', { count, limit: mostLedgerRows }) : null
}

/** Refuses a ledger that there are no households or rules to read against. */
export function refuseAlone(
  chosen: readonly KnownSheet[],
  households: number,
  rules: number,
): WorkbookRefusal | null {
  const ledgers = chosen.filter(({ kind }) => kind === 'ledger')
  const [ledger] = ledgers
  if (ledger && households === 0) return refuse('no-households', { sheet: ledger.sheet.name })
  // A table of months names no deeds, and one of items may bring its own.
  const lacking = ledgers.find(({ cross, header }) => !cross && header.instead.rule !== 'none')
  return lacking && rules === 0 ? refuse('no-rules', { sheet: lacking.sheet.name }) : null
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}
