import { compareDoors, normalizeDoor } from '../../server/domain/households/door.ts'
import { closenessTo, type Known } from '../../server/domain/households/householdSearch.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { doorKey } from '../../server/domain/text/lookAlikes.ts'
import { recordChange } from '../audit/audit.ts'
import { newDoorToken } from './doorTokens.ts'
import { heldFor, heldPoints } from './heldPoints.ts'
import { type Agreement, recordDetails, recordHistory } from './householdHistory.ts'
import { initialsOf } from '../villages/initials.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import { type Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { ensureGroup } from '../villages/groups.ts'
import { once } from '../store/idempotency.ts'
import { givenFields } from '../store/givenFields.ts'

/** A household (户) with its totals in the active season. */
export interface Household {
  id: number
  door: string
  head: string
  group: string
  initials: string
  members: number | null
  phone: string | null
  note: string | null
  optedOut: boolean
  consented: boolean
  /** Local date on which it was merged into another household; null while it is open. */
  closedOn: string | null
  /** Door of the household that it was merged into. */
  mergedInto: string | null
  score: number
  earned: number
  deducted: number
  redeemed: number
  /** What can be spent: all points less those on hold. */
  balance: number
  /** Points on hold until the publication over them has closed. */
  onHold: number
}

const withTotals = `
  SELECT h.id, h.door, h.head, g.name AS "group", h.initials, h.members, h.phone, h.note,
         h.opted_out AS optedOut, h.consented, h.closed_on AS closedOn, m.door AS mergedInto,
         ifnull(s.score, 0) AS score, ifnull(s.earned, 0) AS earned, ifnull(s.deducted, 0) AS deducted,
         ifnull(s.redeemed, 0) AS redeemed, ifnull(b.balance, 0) AS balance
  FROM households h
  JOIN household_groups g ON g.id = h.group_id
  LEFT JOIN seasons a ON a.village_id = h.village_id AND a.state = 'active'
  LEFT JOIN standings s ON s.village_id = h.village_id AND s.season_id = a.id AND s.household_id = h.id
  LEFT JOIN balances b ON b.village_id = h.village_id AND b.household_id = h.id
  LEFT JOIN households m ON m.id = h.merged_into
  WHERE h.village_id = ?`

type HouseholdWithTotals = Omit<Household, 'optedOut' | 'consented' | 'onHold'> & {
  optedOut: 0 | 1
  consented: 0 | 1
}

function toHousehold(row: HouseholdWithTotals, onHold: number): Household {
  return {
    ...row,
    balance: row.balance - onHold,
    onHold,
    optedOut: row.optedOut === 1,
    consented: row.consented === 1,
  }
}

export interface HouseholdSearch {
  /** Door, part of the name, or initials of its pinyin. */
  q?: string | undefined
  /** Name of a group. */
  group?: string | undefined
  /** Those that were merged into others, too. */
  closed?: boolean | undefined
}

/**
 * Households that match, best first: the exact door, doors that begin so, then
 * names; all in order of door when nothing is asked.
 */
export function searchHouseholds(store: Store, village: number, search: HouseholdSearch): Household[] {
  const open = search.closed ? '' : 'AND h.closed_on IS NULL'
  const held = heldPoints(store, village)
  const rows = (store.prepare(`${withTotals} ${open}`).all(village) as HouseholdWithTotals[]).map((row) =>
    toHousehold(row, held.get(row.id) ?? 0),
  )
  const grouped = search.group === undefined ? rows : rows.filter(({ group }) => group === search.group)
  const q = search.q?.trim() ?? ''
  if (q === '') return grouped.sort((a, b) => compareDoors(a.door, b.door))
  const closeness = closenessTo(q)
  return grouped
    .map((household) => ({ household, closeness: closeness(household) }))
    .filter((found) => found.closeness > 0)
    .sort((a, b) => b.closeness - a.closeness || compareDoors(a.household.door, b.household.door))
    .map((found) => found.household)
}

/**
 * The households that match, with those that were merged into others, for lists of what is theirs.
 *
 * @param q door, part of the name, or initials of its pinyin
 * @returns their ids as a JSON array, for `json_each`; null where nothing is asked
 */
export function matchingHouseholds(store: Store, village: number, q = ''): string | null {
  if (q.trim() === '') return null
  const closeness = closenessTo(q)
  const households = store
    .prepare('SELECT id, door, head, initials FROM households WHERE village_id = ?')
    .all(village) as (Known & { id: number })[]
  const found = households.filter((household) => closeness(household) > 0)
  return JSON.stringify(found.map(({ id }) => id))
}

export function findHousehold(store: Store, village: number, door: string): Household | undefined {
  const row = store.prepare(`${withTotals} AND h.door = ?`).get(village, normalizeDoor(door)) as
    HouseholdWithTotals | undefined
  return row && toHousehold(row, heldFor(store, village, row.id))
}

/** @throws Refused when the village has no such door */
export function mustFindHousehold(store: Store, village: number, door: string): Household {
  const household = findHousehold(store, village, door)
  if (!household) throw new Refused('not-found', 'unknown-household', { door })
  return household
}

/** @throws Refused also when the household was merged into another one */
export function mustFindOpenHousehold(store: Store, village: number, door: string): Household {
  const household = mustFindHousehold(store, village, door)
  if (household.closedOn !== null) throw closedRefusal(household)
  return household
}

/** Nothing more is written to a household that was merged into another one. */
export function closedRefusal({ door, mergedInto }: Pick<Household, 'door' | 'mergedInto'>): Refused {
  return new Refused('conflict', 'household-closed', { door, into: mergedInto ?? '' })
}

/**
 * The household that points of this one go to now: itself, or the one that it
 * was merged into, however often.
 *
 * @param household id, as is what it gives
 */
export function heirOf(store: Store, village: number, household: number): number {
  const row = store
    .prepare('SELECT merged_into AS heir FROM households WHERE village_id = ? AND id = ?')
    .get(village, household) as { heir: number | null } | undefined
  return row?.heir == null ? household : heirOf(store, village, row.heir)
}

/** The household's score by dimension in the active season, in the order of dimensions. */
export function scoreByDimension(
  store: Store,
  village: number,
  household: number,
): { id: number; name: string; points: number }[] {
  return store
    .prepare(
      `SELECT d.id, d.name, ifnull(s.score, 0) AS points
       FROM dimensions d
       LEFT JOIN seasons a ON a.village_id = d.village_id AND a.state = 'active'
       LEFT JOIN dimension_standings s ON s.village_id = d.village_id AND s.season_id = a.id
        AND s.household_id = ? AND s.dimension_id = d.id
       WHERE d.village_id = ? ORDER BY d.position`,
    )
    .all(household, village) as { id: number; name: string; points: number }[]
}

export interface HouseholdDetails {
  head: string
  group: string
  members?: number | null | undefined
  phone?: string | null | undefined
  note?: string | null | undefined
  optedOut?: boolean | undefined
  consented?: boolean | undefined
  /** When and how the household said so, where opting out or consent changes. */
  agreement?: Agreement | undefined
}

/**
 * Adds a household; the same id again gives the household it made.
 *
 * @param id made by the client
 * @throws Refused when the door is taken, or empty once normalized
 */
export function createHousehold(
  store: Store,
  scope: Scope,
  id: string,
  door: string,
  details: HouseholdDetails,
): { household: Household; fresh: boolean } {
  requirePower(scope, 'enter')
  return store.write(() => {
    const normal = normalizeDoor(door)
    const { made, fresh } = once(store, scope.village, 'household', { id, door: normal, ...details }, () => {
      recordChange(store, scope, 'household.created', normal, null, { door: normal, ...details })
      return insertHousehold(store, scope, id, normal, details)
    })
    if (fresh) bumpRevision(store, scope.village)
    return { household: mustFindHousehold(store, scope.village, doorNow(store, made)), fresh }
  })
}

/** The household's door; it may have moved since. */
function doorNow(store: Store, household: number): string {
  const row = store.prepare('SELECT door FROM households WHERE id = ?').get(household) as { door: string }
  return row.door
}

/** Inserts the row alone, for imports that announce once; `door` is in normal form. */
export function insertHousehold(
  store: Store,
  scope: Scope,
  id: string,
  door: string,
  details: HouseholdDetails,
): number {
  refuseTakenDoor(store, scope.village, door)
  const { id: household } = store.run(
    store.sql.insertInto('households').values({
      village_id: scope.village,
      group_id: ensureGroup(store, scope.village, details.group),
      request_id: id,
      door,
      look_alike_key: doorKey(door),
      head: details.head,
      initials: initialsOf(details.head, 'name'),
      members: details.members ?? null,
      phone: details.phone || null,
      note: details.note || null,
      opted_out: details.optedOut ? 1 : 0,
      consented: details.consented ? 1 : 0,
      created_at: new Date().toISOString(),
      door_token: newDoorToken(),
    }),
  )
  recordHistory(store, scope, household, 'created', {})
  recordDetails(store, scope, household, { optedOut: false, consented: false }, details)
  return household
}

/**
 * @param own id of the household that moves to the door
 * @throws Refused when a household has the door or one that looks like it, or had it when it was merged into another one
 */
export function refuseTakenDoor(store: Store, village: number, door: string, own?: number): void {
  if (door === '') throw new Refused('unprocessable', 'door-empty')
  const holder = findHousehold(store, village, door)
  if (holder?.closedOn) throw new Refused('conflict', 'door-closed', { door, into: holder.mergedInto ?? '' })
  if (holder) throw new Refused('conflict', 'door-taken', { door })
  const other = store
    .prepare('SELECT door FROM households WHERE village_id = ? AND look_alike_key = ? AND id IS NOT ?')
    .pluck()
    .get(village, doorKey(door), own ?? null) as string | undefined
  if (other !== undefined) throw new Refused('conflict', 'door-alike', { door, other })
}

/** Changes particulars; another door is given by `moveHousehold`. */
export function changeHousehold(
  store: Store,
  scope: Scope,
  door: string,
  change: { [Key in keyof HouseholdDetails]?: HouseholdDetails[Key] | undefined },
): Household {
  requirePower(scope, 'enter')
  return store.write(() => {
    const before = mustFindOpenHousehold(store, scope.village, door)
    const { agreement, ...particulars } = change
    const after: Household = { ...before, ...givenFields(particulars) }
    store.run(
      store.sql
        .updateTable('households')
        .set({
          head: after.head,
          initials: initialsOf(after.head, 'name'),
          group_id: ensureGroup(store, scope.village, after.group),
          members: after.members,
          phone: after.phone || null,
          note: after.note || null,
          opted_out: after.optedOut ? 1 : 0,
          consented: after.consented ? 1 : 0,
        })
        .where('village_id', '=', scope.village)
        .where('id', '=', before.id),
    )
    recordChange(store, scope, 'household.changed', before.door, before, change)
    recordDetails(store, scope, before.id, before, { ...after, agreement })
    bumpRevision(store, scope.village)
    return mustFindHousehold(store, scope.village, before.door)
  })
}
