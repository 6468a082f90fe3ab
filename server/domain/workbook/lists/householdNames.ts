import type { DuplicateDoor, OfficeContext, OfficeHousehold, ProblemCode } from '../office.ts'
import { groupInFront, readDoor, withoutGroup } from './doors.ts'
import { isSameGroup, ungrouped } from './groups.ts'

/** A household that lines of the ledger can name. */
export interface NamedHousehold {
  /** Tells the households apart. */
  number: number
  door: string
  head: string
  group: string
  /** Whom a line may name: the head, former heads, and people of the household where the list has them. */
  names: Set<string>
  /** The list has the door again under another head: a line must name this one's. */
  contested: boolean
}

/** What stands against a door. */
export type DoorProblem = Extract<
  ProblemCode,
  | 'bad-door'
  | 'unknown-household'
  | 'unknown-head'
  | 'group-unlike-list'
  | 'door-in-several-groups'
  | 'ambiguous-head'
>

/** Finds households by the doors of a ledger. */
export interface HouseholdNames {
  readonly size: number
  /**
   * @param door in its normal form, with or without a group in front
   * @param group that the line names beside the door, in one form; a door in another group is none
   */
  find(door: string, group: string | null): NamedHousehold | DoorProblem
  /** By a name that one household has. */
  findByName(name: string, group: string | null): NamedHousehold | DoorProblem
}

/**
 * @param people names of a household's people by its door
 * @param known the village's households, for doors that the workbook does not list
 * @param duplicates lines of the list that had a door again
 */
export function createHouseholdNames(
  listed: readonly OfficeHousehold[],
  people: ReadonlyMap<string, readonly string[]>,
  duplicates: readonly DuplicateDoor[],
  known: OfficeContext['known']['doors'],
  village: string,
): HouseholdNames {
  const byDoor = new Map<string, NamedHousehold>()
  const add = (key: string, door: string, head: string, group: string): NamedHousehold => {
    const found = byDoor.get(key)
    if (found) return found
    const household = { number: byDoor.size, door, head, group, names: new Set([head]), contested: false }
    byDoor.set(key, household)
    return household
  }
  for (const { door, head, group } of listed) {
    const { names } = add(door, door, head, group)
    for (const name of people.get(door) ?? []) names.add(name)
  }
  for (const { door, head } of duplicates) {
    const first = byDoor.get(door)
    if (first && first.head !== head) first.contested = true
  }
  for (const { door, head, heads = [head], group = ungrouped } of known) {
    const { names } = add(readDoor(door, village), door, head.normalize('NFC'), group)
    for (const name of heads) names.add(name.normalize('NFC'))
  }
  const bare = byBareDoor(byDoor.values())
  const named = byName(byDoor.values())

  return {
    size: byDoor.size,
    find(written, beside) {
      const door = byDoor.has(written) ? written : (otherWriting(written, byDoor) ?? written)
      const inFront = groupInFront(door)
      const group = inFront ?? beside
      const isElsewhere = (household: NamedHousehold) => {
        const own = groupInFront(household.door) ?? household.group
        return group !== null && own !== ungrouped && !isSameGroup(own, group)
      }
      if (inFront !== null && beside !== null && !isSameGroup(inFront, beside)) return 'group-unlike-list'
      const exact = byDoor.get(door)
      if (exact) return isElsewhere(exact) ? 'group-unlike-list' : exact
      const candidates = bare.get(withoutGroup(door)) ?? []
      const inGroup = group === null ? candidates : candidates.filter((household) => !isElsewhere(household))
      const [household, another] = inGroup
      if (another) return 'door-in-several-groups'
      return household ?? 'unknown-household'
    },
    findByName(name, group) {
      const candidates = named.get(name) ?? []
      const inGroup = candidates.filter((household) => group === null || isSameGroup(household.group, group))
      const [household, another] = inGroup.length > 0 ? inGroup : candidates
      if (another) return 'ambiguous-head'
      if (household && inGroup.length === 0) return 'group-unlike-list'
      return household ?? 'unknown-head'
    },
  }
}

/** 3-12 for 3组12, and the other way about, where the list has that one. */
function otherWriting(door: string, byDoor: ReadonlyMap<string, unknown>): string | undefined {
  const [, group, number] = /^第?(\d+)(?:组-?|-)(\d+)$/u.exec(door) ?? []
  return [`${group}组${number}`, `${group}-${number}`].find((other) => byDoor.has(other))
}

/** Households by their doors without a group in front. */
function byBareDoor(households: Iterable<NamedHousehold>): Map<string, NamedHousehold[]> {
  const bare = new Map<string, NamedHousehold[]>()
  for (const household of households) {
    const door = withoutGroup(household.door)
    bare.set(door, [...(bare.get(door) ?? []), household])
  }
  return bare
}

function byName(households: Iterable<NamedHousehold>): Map<string, NamedHousehold[]> {
  const named = new Map<string, NamedHousehold[]>()
  for (const household of households)
    for (const name of household.names) named.set(name, [...(named.get(name) ?? []), household])
  return named
}
