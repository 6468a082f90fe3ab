/** The lines of a header that several lines make, above and below the one that names door and head. */
import { type Cell, isBlank, parseAddress, type Row, type Sheet } from '../cells/cells.ts'
import { readPointsCell } from '../cells/pointsCell.ts'
import type { Header } from '../headers/header.ts'
import { partsOf, type SheetYear } from './headerWords.ts'

/** Lines that a header may have above, and below, the one that names the columns. */
const mostLines = 3

export interface HeaderGrid {
  /** Sheet row of its first line, from 1. */
  top: number
  /** Sheet row of the first line below. */
  firstRow: number
  /** The cells over a column, the upper first; a cell that spans columns is over each. */
  over(column: number): Cell[]
  width: number
}

/** @param naming columns of door, head and the like, from 0 */
export function headerGrid(
  sheet: Sheet,
  header: Header,
  naming: ReadonlySet<number>,
  year: SheetYear,
): HeaderGrid {
  const { rows } = sheet
  let top = header.row
  while (top > 1 && header.row - top < mostLines && isUpper(rows[top - 2] ?? [], header, year)) top--
  let firstRow = header.row + 1
  while (firstRow - header.row <= mostLines && isLower(rows[firstRow - 1] ?? [], naming)) firstRow++
  firstRow = Math.max(firstRow, header.firstRow)
  const lines = rows.slice(top - 1, firstRow - 1)
  const width = Math.max(...lines.map(({ length }) => length), 0)
  const filled = lines.map((_, place) => spread(sheet, lines, place, top, naming, width))
  return {
    ...{ top, firstRow, width },
    over: (column) => filled.flatMap((line) => (isBlank(line[column]) ? [] : [line[column] ?? null])),
  }
}

/** A line above with days or items over the data, and nothing over door and head: no title, no date line. */
function isUpper(row: Row, { columns }: Header, year: SheetYear): boolean {
  const places = [...row.keys()].filter((column) => !isBlank(row[column]))
  const last = Math.max(columns.group ?? -1, columns.door ?? -1, columns.head ?? -1)
  const isDay = (column: number) => partsOf(row[column], year).some(({ is }) => is === 'day')
  return places.every((column) => column > last) && (places.length > 1 || places.some(isDay))
}

/** A line below with words over the data and nothing under door and head. */
function isLower(row: Row, naming: ReadonlySet<number>): boolean {
  const places = [...row.keys()].filter((column) => !isBlank(row[column]))
  const isWord = (cell: Cell | undefined) =>
    cell instanceof Date || (typeof cell === 'string' && readPointsCell(cell, 0.1).kind === 'bad')
  return places.length > 0 && places.every((column) => !naming.has(column) && isWord(row[column]))
}

/** A line of the header with each word over all columns that it spans. */
function spread(
  { merges = [] }: Sheet,
  lines: readonly Row[],
  place: number,
  top: number,
  naming: ReadonlySet<number>,
  width: number,
): Cell[] {
  const row = lines[place] ?? []
  const ends = new Map<number, number>()
  for (const range of merges) {
    const [from, to] = range.split(':').map(parseAddress)
    if (from && to && from.row === top + place) ends.set(from.column, to.column)
  }
  const isNamedBelow = (column: number) => lines.slice(place + 1).some((line) => !isBlank(line[column]))
  const isNamedAbove = (column: number) => lines.slice(0, place).some((line) => !isBlank(line[column]))
  const spread: Cell[] = []
  let word: Cell = null
  let end = Infinity
  for (let column = 0; column < width; column++) {
    const own = row[column] ?? null
    if (!isBlank(own)) {
      word = own
      end = ends.get(column) ?? (ends.size > 0 ? column : Infinity)
    } else if (naming.has(column) || column > end) word = null
    // Without merged cells a word spans the columns to its right that only the lines below name.
    const reaches = !isBlank(own) || ends.size > 0 || (isNamedBelow(column) && !isNamedAbove(column))
    spread.push(reaches ? word : null)
    if (!reaches) word = null
  }
  return spread
}
