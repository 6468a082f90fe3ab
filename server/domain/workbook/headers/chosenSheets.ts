import { readDoor } from '../lists/doors.ts'
import type { Field, Header } from './header.ts'
import type { KnownSheet } from './sheetKinds.ts'

/**
 * The sheets to read: those that are whole, without the tables that only repeat
 * the doors of the list, as a ranking (名次, 门牌号, 户主, 总分) does.
 */
export function chooseSheets(recognized: readonly KnownSheet[], village: string): KnownSheet[] {
  const whole = recognized.filter(({ missing }) => missing.length === 0)
  const lists = whole
    .filter(({ kind }) => kind === 'households')
    .sort((a, b) => describing(b.header) - describing(a.header))
  const listed = new Set<string>()
  const repeating = new Set<KnownSheet>()
  for (const list of lists) {
    const doors = doorsOf(list, village)
    const known = doors.filter((door) => listed.has(door))
    if (known.length * 2 > doors.length) repeating.add(list)
    else for (const door of doors) listed.add(door)
  }
  return whole.filter((sheet) => !repeating.has(sheet))
}

/** How many columns tell something about a household. */
function describing({ columns }: Header): number {
  const fields: readonly Field[] = ['group', 'members', 'phone', 'note']
  return fields.filter((field) => columns[field] !== undefined).length
}

function doorsOf({ sheet, header }: KnownSheet, village: string): string[] {
  const { door: column } = header.columns
  if (column === undefined) return []
  const doors = sheet.rows.slice(header.firstRow - 1).map((row) => readDoor(row[column], village))
  return [...new Set(doors)].filter((door) => door !== '')
}
