/** Resolves former door numbers, for workbooks written before they changed. */
import type { Store } from '../store/store.ts'

/** A household as a workbook's door names it. */
export interface NamedDoor {
  /** The household that had the door. */
  household: number
  /** The household that holds its points now: itself, or the one it was merged into. */
  account: number
  /** Door of that account. */
  now: string
  change: 'none' | 'moved' | 'merged'
}

export interface DoorHistory {
  /** By door, those of the past included; a door in use stands for the household that uses it. */
  byDoor: ReadonlyMap<string, NamedDoor>
  /** By door, the household that moved away from it last, also where the door is in use again. */
  leftBy: ReadonlyMap<string, NamedDoor>
  /** The household that has the points of one now: itself, or the one that it was merged into. */
  accountOf: (household: number) => number
  /** A household and those that were merged into it. */
  membersOf: (account: number) => readonly number[]
  /** Every door that a household has had, the present one too. */
  doorsOf: (household: number) => readonly string[]
  /** Name of the group that a household is in. */
  groupOf: (household: number) => string | undefined
  /** Whether an account takes no points any more. */
  isClosed: (account: number) => boolean
  /** Every head's name that a household has had, the present one too. */
  headsOf: (household: number) => readonly string[]
}

interface Row {
  id: number
  door: string
  head: string
  group: string
  request: string
  closedOn: string | null
  mergedInto: number | null
}

/** A door or a head's name that a household had before. */
interface Former {
  id: number
  kind: 'moved' | 'renamed'
  former: string
}

/** What a history is made of, as plain data. */
export interface DoorRows {
  households: Row[]
  /** The oldest first. */
  former: Former[]
}

/** Prefix of the request ids of imported households, followed by the door. */
export const importRequest = 'import/'

/** Reads the doors of a village, present and past. */
export async function readDoorHistory(store: Store, village: number): Promise<DoorHistory> {
  return doorHistoryOf(await readDoorRows(store, village))
}

export async function readDoorRows(store: Store, village: number): Promise<DoorRows> {
  const households = await store.all<Row>(
    `SELECT h.id, h.door, h.head, g.name AS "group", h.request_id AS request, h.closed_on AS "closedOn",
            h.merged_into AS "mergedInto"
       FROM households h JOIN household_groups g ON g.village_id = h.village_id AND g.id = h.group_id
       WHERE h.village_id = ? ORDER BY h.id`,
    village,
  )
  return { households, former: await readFormer(store, village) }
}

export function doorHistoryOf({ households: rows, former: changes }: DoorRows): DoorHistory {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const doors = new Map(rows.map(({ id, door, request }) => [id, [door, ...importedAs(request)]]))
  const heads = new Map(rows.map(({ id, head }) => [id, [head]]))
  const leftBy = new Map<string, NamedDoor>()
  for (const { id, kind, former } of changes) {
    const known = kind === 'moved' ? doors : heads
    known.get(id)?.push(former)
    const row = byId.get(id)
    if (kind === 'moved' && row) leftBy.set(former, named(row, byId, 'moved'))
  }
  const byDoor = new Map(leftBy)
  for (const row of rows) byDoor.set(row.door, named(row, byId))
  const accounts = new Map(rows.map((row) => [row.id, named(row, byId).account]))
  const members = new Map<number, number[]>()
  for (const [household, account] of accounts)
    members.set(account, [...(members.get(account) ?? []), household])
  return {
    byDoor,
    leftBy,
    accountOf: (household) => accounts.get(household) ?? household,
    membersOf: (account) => members.get(account) ?? [account],
    isClosed: (account) => (byId.get(account)?.closedOn ?? null) !== null,
    doorsOf: (household) => doors.get(household) ?? [],
    groupOf: (household) => byId.get(household)?.group,
    headsOf: (household) => heads.get(household) ?? [],
  }
}

function importedAs(request: string): string[] {
  return request.startsWith(importRequest) ? [request.slice(importRequest.length)] : []
}

function named(row: Row, byId: ReadonlyMap<number, Row>, change: 'none' | 'moved' = 'none'): NamedDoor {
  let account = row
  for (let next: Row | undefined = row; next; next = byId.get(next.mergedInto ?? -1)) account = next
  return {
    household: row.id,
    account: account.id,
    now: account.door,
    change: account === row ? change : 'merged',
  }
}

async function readFormer(store: Store, village: number): Promise<Former[]> {
  const rows = await store.all<{ id: number; kind: 'moved' | 'renamed'; details: string }>(
    `SELECT household_id AS id, kind, details FROM household_history
       WHERE village_id = ? AND kind IN ('moved', 'renamed') ORDER BY household_history.id`,
    village,
  )
  return rows.flatMap(({ id, kind, details }) => {
    const { fromDoor, from } = JSON.parse(details) as { fromDoor?: string; from?: string }
    const former = kind === 'moved' ? fromDoor : from
    return former === undefined ? [] : [{ id, kind, former }]
  })
}
