/**
 * Points on hold: in villages with this setting, points can be spent once a
 * publication of their posting has closed. The ledger's balance includes them; the
 * spendable balance does not.
 */
import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import { isReversed } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import type { SpecialRules } from '../villages/specialRules.ts'

const held = `
  FROM postings p
  WHERE p.village_id = @village AND p.seq > @after AND p.kind IN ('award', 'restore')
    AND (p.rule_version_id IS NULL OR NOT p.rule_version_id = ANY(@honours)) AND NOT ${isReversed}`

/** The end of the last closed publication that comes before every open one. */
const closedUpTo = `
  SELECT coalesce(max(c.to_seq), 0) AS seq FROM publications c
  WHERE c.village_id = @village AND c.closes_on < @today
    AND NOT EXISTS (SELECT 1 FROM publications o
      WHERE o.village_id = c.village_id AND o.closes_on >= @today AND o.from_seq < c.from_seq)`

/**
 * Postings up to this seq are not on hold; null in villages without the setting.
 * An open publication also holds everything after it, even where later ones closed.
 *
 * @param now ms since 1970, UTC
 */
async function freeUpTo(store: Store, village: number, now: number): Promise<number | null> {
  const row = await mustFindVillageById(store, village)
  if (row.holds_after === null) return null
  const today = localDateAt(now, row.timezone)
  const { seq } = await store.one<{ seq: number }>(closedUpTo, { village, today })
  return Math.max(row.holds_after, seq)
}

type Honours = Pick<SpecialRules, 'honours'>

/** Points on hold of one household; honour points, which are never spent, are none. */
export async function heldFor(
  store: Store,
  village: number,
  household: number,
  { honours }: Honours,
  now = Date.now(),
): Promise<number> {
  const after = await freeUpTo(store, village, now)
  if (after === null) return 0
  const { points } = await store.one<{ points: number }>(
    `SELECT coalesce(sum(p.points), 0) AS points ${held} AND p.household_id = @household`,
    { village, after, honours, household },
  )
  return points
}

/** Points on hold by household id; households without any are left out. */
export async function heldPoints(
  store: Store,
  village: number,
  { honours }: Honours,
  now = Date.now(),
): Promise<Map<number, number>> {
  const after = await freeUpTo(store, village, now)
  if (after === null) return new Map()
  const rows = await store.all<{ household: number; points: number }>(
    `SELECT p.household_id AS household, sum(p.points) AS points ${held} GROUP BY p.household_id`,
    { village, after, honours },
  )
  return new Map(rows.map(({ household, points }) => [household, points]))
}
