/** Honour points (荣誉积分): points under rules that say so count for the score and are never redeemed. */
import type { Store } from '../store/store.ts'
import type { SpecialRules } from '../villages/specialRules.ts'

type Honours = Pick<SpecialRules, 'honours'>

const ofHonours = `FROM postings p
  WHERE p.village_id = @village AND p.rule_version_id = ANY(@honours)`

/** Honour points of one household, reversals taken off. */
export async function honourFor(
  store: Store,
  village: number,
  { honours }: Honours,
  household: number,
): Promise<number> {
  if (honours.length === 0) return 0
  const { points } = await store.one<{ points: number }>(
    `SELECT coalesce(sum(p.points), 0) AS points ${ofHonours} AND p.household_id = @household`,
    { village, honours, household },
  )
  return points
}

/** Honour points by household id; households without any are left out. */
export async function honourPoints(
  store: Store,
  village: number,
  { honours }: Honours,
): Promise<Map<number, number>> {
  if (honours.length === 0) return new Map()
  const rows = await store.all<{ household: number; points: number }>(
    `SELECT p.household_id AS household, sum(p.points) AS points ${ofHonours} GROUP BY p.household_id`,
    { village, honours },
  )
  return new Map(rows.map(({ household, points }) => [household, points]))
}
