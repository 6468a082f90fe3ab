import { normalizeDoor } from '../../../server/domain/households/door.ts'
import { typedFigure } from '../../rules/pointRequest.ts'

/** One row that was typed or pasted, with the figure that stood beside it. */
export interface TypedDoor {
  /** In normal form; what was typed, where no household is known by it. */
  door: string
  value: string
}

/** The household that a cell names, by its door or by a name that it has alone; null for none. */
export type FindDoor = (cell: string) => { door: string; by: 'door' | 'name' } | null

/** Longer figures, such as phone numbers, are no points. */
const longestFigure = 7

/**
 * The doors in what was typed (`5012 5013,5014`) or pasted from a spreadsheet. In several columns a row names its
 * household by a door, a name or both, and the first figure after it is the household's value; a row of heads and
 * a column of running numbers are left out. A single row is all doors.
 *
 * @param village the village's name, dropped where it stands before a door
 * @param find knows the village's households; without it the first column is the door
 */
export function doorList(text: string, village = '', find: FindDoor = () => null): TypedDoor[] {
  const rows = text.split(/\r?\n/).filter((row) => row.trim() !== '')
  const table = rows.map((row) => row.split('\t').map((cell) => cell.trim()))
  const hasNames = table.some((row) => row.length > 1 && row.some((cell) => find(cell)?.by === 'name'))
  const isTable = table.some((row) => row.length > 1) && (rows.length > 1 || hasNames)
  const typed = isTable
    ? withoutNumbers(withoutHeads(table, find), find).map((row) => tableRow(row, find))
    : withoutHeads(rows.map(looseCells), find).flatMap((cells) => cells.map((cell) => looseRow(cell, find)))
  return typed
    .map(({ door, value }) => ({ door: find(door)?.door ?? normalizeDoor(door, village), value }))
    .filter(({ door }) => door !== '')
}

/** Without a first row that has neither a household nor a figure. */
function withoutHeads(table: string[][], find: FindDoor): string[][] {
  const [first = [], ...others] = table
  const isHead = others.some((row) => row.some((cell) => find(cell))) && !first.some((cell) => find(cell))
  return isHead && !first.some((cell) => /\d/.test(cell)) ? others : table
}

/** Without a first column that counts the rows, where the others name a household. */
function withoutNumbers(table: string[][], find: FindDoor): string[][] {
  const counts = table.every(([first], index) => Number(first) === index + 1)
  const others = table.map(([, ...rest]) => rest)
  const names = others.some((row) => row.some((cell) => find(cell))) && table.length > 1
  return counts && names ? others : table
}

/** Whether a cell reads like a door number, and neither like a short count nor like a date. */
function isLikeDoor(cell: string): boolean {
  const door = normalizeDoor(cell)
  return /^\d[\dA-Z-]{2,}$/.test(door) && !/^\d{4}-\d{1,2}-\d{1,2}$/.test(door)
}

function tableRow(row: string[], find: FindDoor): TypedDoor {
  const found = row.map((cell) => find(cell))
  const byName = found.findIndex((one) => one?.by === 'name')
  const named = found[byName]
  const agreeing = found.findIndex((one) => one?.by === 'door' && (!named || one.door === named.door))
  const byDoor = found.findIndex((one) => one?.by === 'door')
  const place = [agreeing, byName, byDoor, row.findIndex((cell) => cell !== '')].find((at) => at >= 0) ?? 0
  const value = row.find(
    (cell, at) => at > place && typedFigure(cell) !== null && cell.length <= longestFigure,
  )
  // A door beside the name of another household: the person says which is meant.
  const other = named && agreeing < 0 ? row.slice(0, byName).find(isLikeDoor) : undefined
  const door = other === undefined ? (row[place] ?? '') : `${other} ${row[byName]}`
  return { door, value: value ?? '' }
}

const looseCells = (row: string) => row.split(/[\s,,、;;]+/u)

function looseRow(cell: string, find: FindDoor): TypedDoor {
  return { door: find(cell)?.door ?? cell, value: '' }
}
