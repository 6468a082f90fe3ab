/** What sheets bring to the ledger, as far as it can be compared from sheet to sheet. */
import { addDays } from '../../calendar/calendar.ts'
import { recordText } from '../../text/recordText.ts'
import { monthInTitles } from '../headers/titles.ts'
import type { OfficeLine, OfficeOpening, OfficeWorkbook } from '../office.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'

export type Entry = OfficeLine | OfficeOpening

/**
 * How much its entries say: `deeds` name their day and item; `items` name no day, or only the end of a month; `sums`
 * name no item.
 */
export type PartKind = 'deeds' | 'items' | 'sums'

/** The entries of one kind in one sheet, in their order. */
export interface SheetPart {
  sheet: string
  kind: PartKind
  /** Whether nothing tells what time they are of: somebody chose their day. */
  isOfAnyTime: boolean
  entries: Entry[]
}

/** By names of sheets whose lines name no day: whether nothing else tells their time. */
export type UndatedSheets = ReadonlyMap<string, { isOfAnyTime: boolean }>

const kinds: readonly PartKind[] = ['deeds', 'items', 'sums']

/** The parts of all sheets: those that say most first, the smaller ones of a kind before the larger. */
export function partsOf(office: OfficeWorkbook, undated: UndatedSheets): SheetPart[] {
  const parts = new Map<string, SheetPart>()
  for (const entry of [...office.lines, ...office.openings]) {
    const kind = isSum(entry) ? 'sums' : 'deeds'
    const key = `${kind} ${entry.sheet}`
    const part = parts.get(key)
    if (part) part.entries.push(entry)
    else {
      const isOfAnyTime = undated.get(entry.sheet)?.isOfAnyTime ?? false
      parts.set(key, { sheet: entry.sheet, kind, isOfAnyTime, entries: [entry] })
    }
  }
  const found = [...parts.values()].map((part) =>
    part.kind === 'deeds' && (undated.has(part.sheet) || isOfMonthEnds(part))
      ? { ...part, kind: 'items' as const }
      : part,
  )
  return found.sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.entries.length - b.entries.length,
  )
}

/** The sheets whose lines take their days from a title, a column of months, or a choice. */
export function sheetsWithoutDays(chosen: readonly KnownSheet[]): UndatedSheets {
  const undated = chosen.filter(({ header: { columns, instead }, cross }) =>
    cross ? columns.date === undefined && cross.columns.some(({ day }) => !isExact(day)) : instead.date,
  )
  return new Map(
    undated.map(({ sheet, header, cross }) => [
      sheet.name,
      {
        isOfAnyTime:
          cross?.columns.some(({ day }) => day === null) === true && !monthInTitles(sheet, header.row),
      },
    ]),
  )
}

type ColumnDay = NonNullable<KnownSheet['cross']>['columns'][number]['day']

const isExact = (day: ColumnDay) => day !== null && (!('day' in day) || day.isExact)

/** Points of a period without a deed; those from before the ledger are none. */
export function isSum(entry: Entry): boolean {
  return !('rule' in entry) && entry.occurredOn !== null && entry.text !== recordText('opening')
}

function isOfMonthEnds({ entries }: SheetPart): boolean {
  return entries.every(isOfMonthEnd) && entries.some(isDated)
}

const isDated = ({ occurredOn }: Entry) => occurredOn !== null

const isOfMonthEnd = ({ occurredOn }: Entry) => occurredOn === null || addDays(occurredOn, 1).endsWith('-01')
