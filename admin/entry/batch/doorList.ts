import { normalizeDoor } from '../../../server/domain/households/door.ts'
import { typedFigure } from '../../rules/pointRequest.ts'

/** One door that was typed or pasted, in normal form, with the figure that stood beside it. */
export interface TypedDoor {
  door: string
  value: string
}

/**
 * The doors in what was typed (`5012 5013,5014`) or pasted from a spreadsheet.
 * In several columns the first is the door, and a figure in the second is the
 * household's value; other columns are left alone. A single row is all doors.
 *
 * @param village the village's name, dropped where it stands before a door
 */
export function doorList(text: string, village = ''): TypedDoor[] {
  const rows = text.split(/\r?\n/).filter((row) => row.trim() !== '')
  const isTable = rows.length > 1 && rows.some((row) => row.includes('\t'))
  const typed = isTable ? rows.map(tableRow) : rows.flatMap(looseRow)
  return typed
    .map(({ door, value }) => ({ door: normalizeDoor(door, village), value }))
    .filter(({ door }) => door !== '')
}

function tableRow(row: string): TypedDoor {
  const [door = '', beside = ''] = row.split('\t')
  return { door, value: typedFigure(beside) === null ? '' : beside.trim() }
}

function looseRow(row: string): TypedDoor[] {
  return row.split(/[\s,,、;;]+/u).map((door) => ({ door, value: '' }))
}
