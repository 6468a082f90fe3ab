/** Finds where a list of households and the village disagree about who lives at a door. */
import type { DoorHistory } from '../../../households/doorHistory.ts'
import type { OfficeHousehold } from '../../officeRecords.ts'

/** A line of the list. */
export interface ListedDoor {
  sheet: string
  row: number
  door: string
  head: string
  group: string
}

/** A listed household that the village seems to have under another door. */
export interface RenumberedDoor extends ListedDoor {
  former: string
}

/** A door of the village that is listed with a head whom its household never had. */
export interface OtherHead extends ListedDoor {
  /** Head of the household that has the door's points. */
  known: string
  /** Door at which the village has the listed head; null for nowhere. */
  elsewhere: string | null
  /** The door's household was merged into another one. */
  isMerged: boolean
}

/** Moves that depend on each other: one can only happen with the others. */
export interface DoorExchange {
  moves: RenumberedDoor[]
  /** Doors that one of the moves leaves, listed with a head that the village does not have. */
  arrivals: OtherHead[]
}

export interface DoorComparison {
  exchanges: DoorExchange[]
  /** Heads that no move explains. */
  heads: OtherHead[]
  /** New doors whose head could be one of several households of the village. */
  namesakes: RenumberedDoor[]
  /** How many listed doors the village has. */
  known: number
}

export const noDoors: DoorComparison = { exchanges: [], heads: [], namesakes: [], known: 0 }

const sameText = (text: string) => text.normalize('NFC')

/** Compares each listed door and head with the village's. */
export function compareDoors(households: readonly OfficeHousehold[], doors: DoorHistory): DoorComparison {
  const { byDoor } = doors
  const { unsettled, settled } = unsettledOf(households, doors)
  const byHead = openByHead(doors, settled)
  const isTaken = ({ door }: ListedDoor) => ['none', 'merged'].includes(byDoor.get(door)?.change ?? '')
  const candidates = new Map(unsettled.map((one) => [one, candidatesFor(one, byHead)]))
  const claims = new Map<string, number>()
  for (const [only, another] of candidates.values())
    if (only !== undefined && another === undefined) claims.set(only, (claims.get(only) ?? 0) + 1)
  let moves = [...candidates].flatMap(([one, [former, another]]): RenumberedDoor[] =>
    former === undefined || another !== undefined || (claims.get(former) ?? 0) > 1
      ? []
      : [{ ...one, former }],
  )
  // A door can be moved to when nobody has it, or when its household moves as well.
  for (let before = -1; before !== moves.length;) {
    before = moves.length
    const left = new Set(moves.map(({ former }) => former))
    moves = moves.filter((one) => !isTaken(one) || left.has(one.door))
  }
  const moved = new Set(moves.map(({ door }) => door))
  const left = new Set(moves.map(({ former }) => former))
  const others = unsettled.filter(({ door }) => !moved.has(door))
  const heads = others.filter(isTaken).map((one): OtherHead => {
    const { account = 0, change } = byDoor.get(one.door) ?? {}
    const [elsewhere = null] = candidates.get(one) ?? []
    return { ...one, known: doors.headsOf(account)[0] ?? '', elsewhere, isMerged: change === 'merged' }
  })
  return {
    exchanges: exchangesOf(
      moves,
      heads.filter(({ door }) => left.has(door)),
    ),
    heads: heads.filter(({ door }) => !left.has(door)),
    namesakes: others.flatMap((one) => {
      const [former] = candidates.get(one) ?? []
      return isTaken(one) || former === undefined ? [] : [{ ...one, former }]
    }),
    known: households.filter(({ door }) => byDoor.has(door)).length,
  }
}

/** Listed doors whose head is not one that their household has had, and the households of the others. */
function unsettledOf(
  households: readonly OfficeHousehold[],
  { byDoor, leftBy, headsOf }: DoorHistory,
): { unsettled: ListedDoor[]; settled: Set<number> } {
  const settled = new Set<number>()
  const unsettled = households.flatMap(({ sheet = '', row = 0, door, head, group }): ListedDoor[] => {
    const isHeadOf = (household: number) => headsOf(household).some((one) => sameText(one) === sameText(head))
    const known = byDoor.get(door)
    if (known && (isHeadOf(known.household) || isHeadOf(known.account))) {
      settled.add(known.household)
      return []
    }
    // Written before the door changed its household: findNewHouseholds says so.
    const left = leftBy.get(door)
    return left && isHeadOf(left.household) ? [] : [{ sheet, row, door, head, group }]
  })
  return { unsettled, settled }
}

interface OpenDoor {
  door: string
  group: string | undefined
}

/** Present doors of households that the list does not name at their doors, by head. */
function openByHead(doors: DoorHistory, settled: ReadonlySet<number>): Map<string, OpenDoor[]> {
  const byHead = new Map<string, OpenDoor[]>()
  for (const [door, { household, account, change }] of doors.byDoor) {
    if (change !== 'none' || household !== account || doors.isClosed(account) || settled.has(household))
      continue
    const head = sameText(doors.headsOf(household)[0] ?? '')
    byHead.set(head, [...(byHead.get(head) ?? []), { door, group: doors.groupOf(household) }])
  }
  return byHead
}

/** The doors at which the village has the head, those in the listed group alone where there are any. */
function candidatesFor(
  { head, group }: ListedDoor,
  byHead: ReadonlyMap<string, readonly OpenDoor[]>,
): string[] {
  const named = byHead.get(sameText(head)) ?? []
  const inGroup = named.filter((one) => one.group === group)
  return (inGroup.length > 0 ? inGroup : named).map(({ door }) => door)
}

/** Puts moves together that share a door, with the arrivals at the doors that they leave. */
function exchangesOf(moves: readonly RenumberedDoor[], arrivals: readonly OtherHead[]): DoorExchange[] {
  const byDoor = new Map<string, DoorExchange>()
  for (const move of moves) {
    const joined = [byDoor.get(move.former), byDoor.get(move.door)].filter((one) => one !== undefined)
    const exchange: DoorExchange = {
      moves: [...new Set(joined)].flatMap(({ moves }) => moves).concat(move),
      arrivals: [],
    }
    for (const { former, door } of exchange.moves) byDoor.set(former, exchange).set(door, exchange)
  }
  for (const arrival of arrivals) byDoor.get(arrival.door)?.arrivals.push(arrival)
  return [...new Set(byDoor.values())]
}
