/** Households (户) with their totals. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { closedRefusal } from '../ledger/closedRefusal.ts'
import type { Store } from '../store/store.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { heldFor } from './heldPoints.ts'
import { honourFor } from './honourPoints.ts'

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
  /** What can be spent: all points less those on hold and honour points. */
  balance: number
  /** Points on hold until the publication over them has closed. */
  onHold: number
  /** Points that count for the score and are never redeemed, of all seasons. */
  honour: number
}

export const withTotals = `
  SELECT h.id, h.door, h.head, g.name AS "group", h.initials, h.members, h.phone, h.note,
         h.opted_out AS "optedOut", h.consented, h.closed_on AS "closedOn", m.door AS "mergedInto",
         coalesce(s.score, 0) AS score, coalesce(s.earned, 0) AS earned, coalesce(s.deducted, 0) AS deducted,
         coalesce(s.redeemed, 0) AS redeemed, coalesce(b.balance, 0) AS balance
  FROM households h
  JOIN household_groups g ON g.id = h.group_id
  LEFT JOIN seasons a ON a.village_id = h.village_id AND a.state = 'active'
  LEFT JOIN standings s ON s.village_id = h.village_id AND s.season_id = a.id AND s.household_id = h.id
  LEFT JOIN balances b ON b.village_id = h.village_id AND b.household_id = h.id
  LEFT JOIN households m ON m.id = h.merged_into
  WHERE h.village_id = ?`

export type HouseholdWithTotals = Omit<Household, 'optedOut' | 'consented' | 'onHold' | 'honour'> & {
  optedOut: 0 | 1
  consented: 0 | 1
}

export function toHousehold(
  row: HouseholdWithTotals,
  { onHold, honour }: Pick<Household, 'onHold' | 'honour'>,
): Household {
  return {
    ...row,
    balance: row.balance - onHold - honour,
    onHold,
    honour,
    optedOut: row.optedOut === 1,
    consented: row.consented === 1,
  }
}

export async function findHousehold(
  store: Store,
  village: number,
  door: string,
): Promise<Household | undefined> {
  const row = await store.first<HouseholdWithTotals>(
    `${withTotals} AND h.door = ?`,
    village,
    normalizeDoor(door),
  )
  if (!row) return undefined
  const special = await readSpecialRules(store, village)
  return toHousehold(row, {
    onHold: await heldFor(store, village, row.id, special),
    honour: await honourFor(store, village, special, row.id),
  })
}

/** @throws Refused when the village has no such door */
export async function mustFindHousehold(store: Store, village: number, door: string): Promise<Household> {
  const household = await findHousehold(store, village, door)
  if (!household) throw new Refused('not-found', 'unknown-household', { door })
  return household
}

/** @throws Refused also when the household was merged into another one */
export async function mustFindOpenHousehold(store: Store, village: number, door: string): Promise<Household> {
  const household = await mustFindHousehold(store, village, door)
  if (household.closedOn !== null) throw closedRefusal(household)
  return household
}

/**
 * Id of the household that holds this one's points now: itself, or the one it was
 * merged into (transitively).
 *
 * @param household id
 */
export async function openAccountOf(store: Store, village: number, household: number): Promise<number> {
  const row = await store.first<{ heir: number | null }>(
    'SELECT merged_into AS heir FROM households WHERE village_id = ? AND id = ?',
    village,
    household,
  )
  return row?.heir == null ? household : await openAccountOf(store, village, row.heir)
}

/** Ids of the household and of all that were merged into it. */
export async function mergedAccounts(store: Store, village: number, household: number): Promise<number[]> {
  const merged = await store.all<{ id: number; heir: number }>(
    'SELECT id, merged_into AS heir FROM households WHERE village_id = ? AND merged_into IS NOT NULL',
    village,
  )
  const accounts = [household]
  for (const heir of accounts) accounts.push(...merged.flatMap((one) => (one.heir === heir ? [one.id] : [])))
  return accounts
}

/** The household's score by dimension in the active season, in the order of dimensions. */
export async function scoreByDimension(
  store: Store,
  village: number,
  household: number,
): Promise<{ id: number; name: string; points: number }[]> {
  return store.all<{ id: number; name: string; points: number }>(
    `SELECT d.id, d.name, coalesce(s.score, 0) AS points
       FROM dimensions d
       LEFT JOIN seasons a ON a.village_id = d.village_id AND a.state = 'active'
       LEFT JOIN dimension_standings s ON s.village_id = d.village_id AND s.season_id = a.id
        AND s.household_id = ? AND s.dimension_id = d.id
       WHERE d.village_id = ? ORDER BY d.position`,
    household,
    village,
  )
}
