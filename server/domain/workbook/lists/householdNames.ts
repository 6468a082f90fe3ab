import type { DuplicateDoor, OfficeHousehold } from '../office.ts'
import { readDoor, withoutGroup } from './doors.ts'

/** A household that lines of the ledger can name. */
export interface NamedHousehold {
  /** Tells the households apart. */
  number: number
  door: string
  head: string
  /** The list has the door again under another head: a line must name this one's. */
  contested: boolean
}

/** Finds households by the doors of a ledger. */
export interface HouseholdNames {
  readonly size: number
  /** @param door in its normal form, with or without a group in front */
  find(door: string): NamedHousehold | undefined
}

/**
 * @param known the village's households, for doors that the workbook does not list
 * @param duplicates lines of the list that had a door again
 */
export function createHouseholdNames(
  listed: readonly OfficeHousehold[],
  duplicates: readonly DuplicateDoor[],
  known: readonly { door: string; head: string }[],
  village: string,
): HouseholdNames {
  const byDoor = new Map<string, NamedHousehold>()
  const add = (key: string, door: string, head: string): void => {
    if (!byDoor.has(key)) byDoor.set(key, { number: byDoor.size, door, head, contested: false })
  }
  for (const { door, head } of listed) add(door, door, head)
  for (const { door, head } of duplicates) {
    const first = byDoor.get(door)
    if (first && first.head !== head) first.contested = true
  }
  for (const { door, head } of known) add(readDoor(door, village), door, head.normalize('NFC'))
  const bare = withoutGroups(byDoor)
  return {
    size: byDoor.size,
    find: (door) => byDoor.get(door) ?? byDoor.get(withoutGroup(door)) ?? bare.get(door),
  }
}

/** Households listed as 3组12, by 12 alone where no other group has that door. */
function withoutGroups(byDoor: ReadonlyMap<string, NamedHousehold>): Map<string, NamedHousehold> {
  const bare = new Map<string, NamedHousehold>()
  const several = new Set<string>()
  for (const [door, household] of byDoor) {
    const short = withoutGroup(door)
    if (short === door) continue
    if (bare.has(short)) several.add(short)
    bare.set(short, household)
  }
  for (const door of several) bare.delete(door)
  return bare
}
