/** Which doors of a round are shown, and in which order: on the page and in its workbook. */
import { closenessTo, type Known } from '../households/householdSearch.ts'

export const roundDoorKinds = ['all', 'left', 'visited', 'amiss'] as const
export type RoundDoorKind = (typeof roundDoorKinds)[number]
export const roundDoorOrders = ['door', 'points'] as const

export interface RoundDoorFilter {
  kind: RoundDoorKind
  /** Id of a group; 0 for all. */
  group: number
  /** A door, or a name. */
  q: string
  order: (typeof roundDoorOrders)[number]
}

interface Door extends Known {
  group: number
  /** Null where nobody was. */
  points: number | null
  amiss: readonly string[]
}

/** Whether a door is of the kind. */
export const isOfKind: Record<RoundDoorKind, (door: Pick<Door, 'points' | 'amiss'>) => boolean> = {
  all: () => true,
  left: ({ points }) => points === null,
  visited: ({ points }) => points !== null,
  amiss: ({ amiss }) => amiss.length > 0,
}

/** @param doors in the order in which they are walked */
export function shownRoundDoors<Shown extends Door>(
  doors: readonly Shown[],
  { kind, group, q, order }: RoundDoorFilter,
): Shown[] {
  const closeness = closenessTo(q)
  const found = doors.filter(
    (door) =>
      isOfKind[kind](door) &&
      (group === 0 || door.group === group) &&
      (q.trim() === '' || closeness(door) > 0),
  )
  return order === 'door' ? found : found.sort((a, b) => (b.points ?? -1) - (a.points ?? -1))
}
