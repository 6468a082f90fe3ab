/** Door, head and day that hold for all lines of a sheet, as columns of its lines. */
import { type Cell, isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { fieldCell, isBetween } from '../cells/lines.ts'
import { lastDayOf, partsOf } from '../cross/headerWords.ts'
import {
  householdOfSheet,
  type KnownHouseholds,
  labelledHousehold,
  type SheetHousehold,
} from '../sheets/sheetHousehold.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'
import type { Field } from './fields.ts'
import type { Header } from './header.ts'
import { monthInTitles, yearInTitles } from './titles.ts'

const carrying: readonly Field[] = ['rule', 'award', 'deduct', 'points', 'date']

/** The table with columns, behind its own, for what its titles and its name say of every line. */
export function withImpliedColumns(
  known: KnownSheet,
  people: KnownHouseholds,
  village: string,
  year: number,
): KnownSheet {
  const { instead } = known.header
  const dated = instead.date === undefined ? known : withDates(known, year)
  return instead.door === 'sheet' ? withHouseholds(dated, people, village) : dated
}

/** The households that a table's titles name with door and head, where there is no list of them. */
export function householdsInTitles({ sheet, header }: KnownSheet, village: string) {
  if (header.instead.door !== 'sheet') return []
  return sheet.rows.flatMap((row, index) => {
    const found = labelledHousehold(row, village)
    return found && found.door !== '' && found.head !== '' ? [{ ...found, row: index + 1 }] : []
  })
}

function withHouseholds(known: KnownSheet, people: KnownHouseholds, village: string): KnownSheet {
  const { sheet, header } = known
  const first = householdOfSheet(sheet, header, people, village)
  const width = widthOf(sheet, header)
  let current: SheetHousehold | null = first
  let isByName = first?.door === ''
  const rows = sheet.rows.map((row, index): Row => {
    if (index < header.firstRow - 1) return row
    const next = labelledHousehold(row, village)
    if (next) {
      current = next
      isByName &&= next.door === ''
      return []
    }
    if (!isLine(row, header)) return row
    return [...padded(row, width), current?.door ?? null, current?.head || null, current?.group ?? null]
  })
  const columns = { ...header.columns, door: width, head: width + 1, group: width + 2 }
  return {
    ...known,
    sheet: { ...sheet, rows },
    header: { ...header, columns, instead: { ...header.instead, door: isByName ? 'head' : 'sheet' } },
  }
}

function withDates(known: KnownSheet, year: number): KnownSheet {
  const { sheet, header } = known
  const width = widthOf(sheet, header)
  const ofSheet = yearInTitles(sheet, header.row) ?? year
  const titled = monthInTitles(sheet, header.row)
  const dayOf = (row: Row): Cell => {
    if (header.instead.date === 'month') return lastDayIn(fieldCell(row, header, 'month'), year, ofSheet)
    if (!titled) return null
    const { month, day } = titled
    return day === null ? lastDayOf(ofSheet, month) : `${ofSheet}-${month}-${day}`
  }
  const rows = sheet.rows.map((row, index): Row => {
    if (index < header.firstRow - 1 || !isLine(row, header)) return row
    return [...padded(row, width), dayOf(row)]
  })
  return {
    ...known,
    sheet: { ...sheet, rows },
    header: { ...header, columns: { ...header.columns, date: width } },
  }
}

/** The last day of a month in a cell (3月, 3, 2026年3月); the cell itself where it has none. */
function lastDayIn(cell: Cell, year: number, ofSheet: number): Cell {
  const word =
    typeof cell === 'number'
      ? `${cell}月`
      : /^\d{1,2}$/u.test(tightText(cell))
        ? `${tightText(cell)}月`
        : cell
  const [part] = partsOf(word, { year, ofSheet })
  return part?.is === 'day'
    ? part.isExact
      ? lastDayOf(ofSheet, Number(part.day.slice(5, 7)))
      : part.day
    : cell
}

function isLine(row: Row, header: Header): boolean {
  return !isBetween(row, header) && carrying.some((field) => !isBlank(fieldCell(row, header, field)))
}

function widthOf({ rows }: Sheet, { labels }: Header): number {
  return rows.reduce((most, { length }) => Math.max(most, length), labels.length)
}

function padded(row: Row, width: number): Cell[] {
  return [...row, ...Array<null>(width - row.length).fill(null)]
}
