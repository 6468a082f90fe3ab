/** What requests that should be accepted are made with. */
import type { Random } from '../../../random.ts'
import type { World } from './world.ts'

export interface Sound {
  caller?: string
  /** Parameters of path and query; the others are found by their names. */
  with?: Record<string, string | number>
  body?: unknown
}

/** Makes one; null where something is missing for it yet. */
export type MakeSound = (world: World, random: Random, id: string) => Sound | null

const dayMs = 86_400_000
export const reason = '示范原因'
export const text = '示范内容'

export const dayIn = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)

/** Makes a case for one of the values; null where there is none. */
export function forOne<Value>(
  values: readonly Value[],
  random: Random,
  make: (value: Value) => Sound,
): Sound | null {
  const value = random.pick(values)
  return value === undefined ? null : make(value)
}

export const openHouseholds = ({ households }: World) =>
  households.filter(({ closedOn }) => closedOn === null)
export const newDoor = (random: Random) => String(random.whole(2_000, 9_999_999))
/** Not the resident's, which is the first. */
export const otherDoor = (world: World, random: Random) =>
  random.pick(openHouseholds(world).slice(1))?.door ?? ''

/** All groups for the inspector who calls now: people are made anew, and the last has the highest id. */
export const newestInspector = (people: World['people'], { groups }: World['village']) =>
  people
    .filter(({ roles }) => roles.includes('inspector'))
    .sort((a, b) => b.id - a.id)
    .slice(0, 1)
    .map(({ id }) => ({ person: id, groups: groups.map((group) => group.id) }))
