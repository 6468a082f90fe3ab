/** State of a round at each door: from the server, and from this phone's items since. */
import type { DoorMendingView } from '../../../server/contract/mendings/mendings.ts'
import type { DoorstepDoorView, DoorstepView } from '../../../server/contract/rounds/doorstep.ts'
import type { Given } from '../../../server/domain/rules/checkSheet.ts'
import { counts, type Item } from '../outbox/item.ts'

/** What the worker found at a door in a round. */
export interface OwnVisit {
  points: number
  found: string[]
  given: Given[]
  /** False while it waits on this phone. */
  isSent: boolean
}

export interface DoorStanding extends DoorstepDoorView {
  /** The worker inspects it in the round. */
  isAssigned: boolean
  /** The worker may score it on the spot. */
  isInGrid: boolean
  own: OwnVisit | null
  /** Who else inspected it, where a second visit is refused. */
  doneBy: string | null
}

/**
 * The state of each door in a round; without a round none is assigned.
 *
 * @param readAt when the server gave the doors, by the phone's clock, ms
 */
export function standings(
  { doors, groups, rounds }: DoorstepView,
  round: number | null,
  items: readonly Item[],
  readAt: number,
): DoorStanding[] {
  const second = rounds.find(({ id }) => id === round)?.second
  const own = ownVisits(items, round, readAt)
  const decided = ownDecisions(items, readAt)
  const groupOf = new Map(groups.map((group) => [group.name, group]))
  return doors.map((door) => {
    // What phones stored of earlier servers has none.
    const { mendings = [] }: Partial<DoorstepDoorView> = door
    const group = groupOf.get(door.group)
    const seen = door.visits.filter((visit) => visit.round === round)
    const mine = seen.find(({ whose }) => whose === 'own')
    const other = seen.find(({ whose }) => whose === 'other')
    return {
      ...door,
      mendings: mendings.map(({ returns = [], ...one }: StoredMending) => ({
        ...{ ...one, returns },
        ...decided.get(one.seq),
      })),
      isAssigned: !door.isOwn && round !== null && (group?.rounds.includes(round) ?? false),
      isInGrid: !door.isOwn && (group?.inGrid ?? false),
      own: own.get(door.door) ?? (mine ? { ...mine, isSent: true } : null),
      doneBy: second === 'refuse' && other ? other.by : null,
    }
  })
}

/** As phones stored it of servers that did not tell what was returned. */
type StoredMending = Omit<DoorMendingView, 'returns'> & Partial<Pick<DoorMendingView, 'returns'>>

/** What this phone's items say of things put right that the server's answer does not include yet, by seq. */
function ownDecisions(
  items: readonly Item[],
  readAt: number,
): Map<number, Pick<DoorMendingView, 'state' | 'reason'>> {
  const decided = new Map<number, Pick<DoorMendingView, 'state' | 'reason'>>()
  for (const item of items)
    if (item.kind === 'mending' && counts(item) && (item.sentAt ?? readAt) >= readAt) {
      const { isPassed, reason } = item.body
      decided.set(item.seq, { state: isPassed ? 'passed' : 'returned', reason: isPassed ? null : reason })
    }
  return decided
}

/** Whether something behind the door is still to be put right. */
export function hasToMend({ mendings }: DoorStanding): boolean {
  return mendings.some(({ state }) => state !== 'passed')
}

/** This phone's visits that the server's answer does not include yet. */
function ownVisits(items: readonly Item[], round: number | null, readAt: number): Map<string, OwnVisit> {
  const visits = new Map<string, OwnVisit>()
  for (const item of items)
    if (item.kind === 'visit' && item.round === round && counts(item) && (item.sentAt ?? readAt) >= readAt)
      visits.set(item.body.door, {
        points: item.points ?? 0,
        found: item.body.found,
        given: item.body.given ?? [],
        isSent: item.state === 'sent',
      })
  return visits
}

/** Whether the worker still has to inspect it. */
export function isLeft({ isAssigned, own, doneBy }: DoorStanding): boolean {
  return isAssigned && own === null && doneBy === null
}

/** Inspected and assigned doors. */
export function progress(doors: readonly DoorStanding[]): { done: number; total: number } {
  const assigned = doors.filter(({ isAssigned }) => isAssigned)
  return { done: assigned.filter((door) => !isLeft(door)).length, total: assigned.length }
}

/** The next door to inspect, in the order of the list; wraps around. */
export function nextDoor(doors: readonly DoorStanding[], after: string): DoorStanding | null {
  const place = doors.findIndex(({ door }) => door === after)
  const inOrder = [...doors.slice(place + 1), ...doors.slice(0, Math.max(0, place))]
  return inOrder.find(isLeft) ?? null
}
