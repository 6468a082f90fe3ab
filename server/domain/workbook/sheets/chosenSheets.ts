import type { Sheet } from '../cells/cells.ts'
import { fieldCell, isBetween } from '../cells/lines.ts'
import { askAboutFigures } from '../cross/figuresInList.ts'
import { mayBePoints } from '../headers/fields.ts'
import { askMissingColumns } from '../headers/missingColumns.ts'
import { askPointsColumn } from '../headers/pointsColumns.ts'
import { readDoor } from '../lists/doors.ts'
import { readName } from '../lists/people.ts'
import type { OfficeContext } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import type { SheetFate } from '../sheetAccounts.ts'
import { findRepeatingLists } from './repeatingLists.ts'
import { householdOfSheet, type KnownHouseholds } from './sheetHousehold.ts'
import { asKind, type KnownSheet, neededDoor } from './sheetKinds.ts'

/** The sheets to read, and what keeps the others out. */
export interface ChosenSheets {
  read: KnownSheet[]
  fates: ReadonlyMap<Sheet, SheetFate>
}

/**
 * The sheets that are whole, or made whole by what somebody says of their columns, without the tables that
 * only repeat the list, as a ranking (名次, 门牌号, 户主, 总分) does; of a list that repeats most of another only the
 * rows that say something else.
 */
export function chooseSheets(
  recognized: readonly KnownSheet[],
  { village, year, known: { doors } }: OfficeContext,
  questions: Questions,
): ChosenSheets {
  const people = knownHouseholds(recognized, doors, village)
  const ofSheet = ({ sheet, header }: KnownSheet) =>
    header.columns.head === undefined && householdOfSheet(sheet, header, people, village) !== null
  const fates = new Map<Sheet, SheetFate>()
  const repeating = findRepeatingLists(recognized, village)
  const read: KnownSheet[] = []
  for (const known of recognized) {
    const again = repeating.get(known)
    const settled = known.cross
      ? settleCross(known, again !== undefined, ofSheet, questions)
      : again
        ? settleRepeating(known, again, year, ofSheet, questions)
        : settle(known, ofSheet, questions)
    if (typeof settled === 'string') fates.set(known.sheet, settled)
    else read.push(settled)
  }
  return { read, fates }
}

/** Doors and heads of the lists and of the village. */
export function knownHouseholds(
  recognized: readonly KnownSheet[],
  known: OfficeContext['known']['doors'],
  village: string,
): KnownHouseholds {
  const lists = recognized.filter(({ kind }) => kind === 'households')
  const heads = lists.flatMap(({ sheet, header }) =>
    sheet.rows.slice(header.firstRow - 1).map((row) => readName(fieldCell(row, header, 'head'))),
  )
  const doors = lists.flatMap((list) => doorsOf(list, village))
  return {
    doors: new Set([...doors, ...known.map(({ door }) => readDoor(door, village))].filter(Boolean)),
    heads: new Set([...heads, ...known.map(({ head }) => head)].filter(Boolean)),
  }
}

/** The sheet with its columns settled, or why it is not read. */
function settle(
  known: KnownSheet,
  ofSheet: (known: KnownSheet) => boolean,
  questions: Questions,
): KnownSheet | SheetFate {
  if (known.missing.length > 0 && !hasLines(known)) return 'empty'
  if (known.kind === 'households') return known.missing.length > 0 ? 'missing-column' : known
  const whole = known.kind === 'ledger' ? askMissingColumns(known, ofSheet, questions) : known
  if (whole === 'left-out') return whole
  return whole.missing.length > 0 ? 'missing-column' : askPointsColumn(whole, questions)
}

/** A list again, which may have points beside, or households that the other lacks. @param others the rows of these */
function settleRepeating(
  known: KnownSheet,
  others: ReadonlySet<number>,
  year: number,
  ofSheet: (known: KnownSheet) => boolean,
  questions: Questions,
): KnownSheet | SheetFate {
  const ledger = asLedger(known)
  if (ledger) return settle(ledger, ofSheet, questions)
  const cross = askAboutFigures(known, year, questions)
  if (cross === null) return others.size > 0 ? { ...known, onlyRows: others } : 'repeats-list'
  return cross === 'left-out' ? cross : settleCross(cross, true, ofSheet, questions)
}

/** A cross table lists the households too, unless another table does. */
function settleCross(
  known: KnownSheet,
  isRepeating: boolean,
  ofSheet: (known: KnownSheet) => boolean,
  questions: Questions,
): KnownSheet | SheetFate {
  if (known.kind === 'households' && known.missing.length === 0 && !isRepeating) return known
  const missing = known.header.columns.door === undefined ? [neededDoor] : []
  const whole = askMissingColumns({ ...known, kind: 'ledger', missing }, ofSheet, questions)
  if (whole === 'left-out') return whole
  const { columns, instead } = whole.header
  return columns.door === undefined && !instead.door ? 'missing-column' : { ...whole, missing: [] }
}

function hasLines({ sheet, header }: KnownSheet): boolean {
  return sheet.rows.slice(header.firstRow - 1).some((row) => !isBetween(row, header))
}

/** A list again, but with points: a ledger that lacks columns. Null for one without. */
function asLedger({ sheet, header }: KnownSheet): KnownSheet | null {
  const { award, deduct, points } = header.columns
  const hasPoints = (award ?? deduct ?? points) !== undefined || header.labels.some(mayBePoints)
  return hasPoints ? asKind(sheet, header, 'ledger') : null
}

function doorsOf({ sheet, header }: KnownSheet, village: string): string[] {
  const { door: column } = header.columns
  if (column === undefined) return []
  const doors = sheet.rows.slice(header.firstRow - 1).map((row) => readDoor(row[column], village))
  return [...new Set(doors)].filter((door) => door !== '')
}
