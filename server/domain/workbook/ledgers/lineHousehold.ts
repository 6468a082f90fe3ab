import type { Cell, Row, Sheet } from '../cells/cells.ts'
import { fieldCell } from '../cells/lines.ts'
import { memoized } from '../cells/memoized.ts'
import type { Header } from '../headers/header.ts'
import { groupInTitles } from '../headers/titles.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup } from '../lists/groups.ts'
import type { DoorProblem, HouseholdNames, NamedHousehold } from '../lists/householdNames.ts'
import { readName } from '../lists/people.ts'

/** Finds the households of lines; it remembers the cells that it understood. */
export interface LineHouseholds {
  /**
   * The household of a line, what stands against it, or undefined where the line names none.
   *
   * @param group of the lines around it, where the line names none
   */
  find(row: Row, header: Header, group: string | null): NamedHousehold | DoorProblem | undefined
  /** The group that a sheet's titles name; null where they name none. */
  groupOfSheet(sheet: Sheet, header: Header): string | null
  /** In one form; null for an empty cell. */
  groupOf(cell: Cell): string | null
  nameOf(cell: Cell): string | null
}

export function createLineHouseholds(village: string, households: HouseholdNames): LineHouseholds {
  const doorOf = memoized((cell) => readDoor(cell, village))
  const groupOf = memoized((cell) => canonicalGroup(cell, village))
  const nameOf = memoized((cell) => readName(cell) || null)
  return {
    groupOf,
    nameOf,
    groupOfSheet: (sheet, header) => groupInTitles(sheet, header.row, village),
    find(row, header, around) {
      const group = groupOf(fieldCell(row, header, 'group')) ?? around
      if (header.instead.door === 'head') {
        const name = nameOf(fieldCell(row, header, 'head'))
        return name === null ? undefined : households.findByName(name, group)
      }
      const cell = fieldCell(row, header, 'door')
      // 3-12, 3-1912 and 1912-3 may all have become a date.
      if (cell instanceof Date) return 'bad-door'
      const door = doorOf(cell)
      return door === '' ? undefined : households.find(door, group)
    },
  }
}
