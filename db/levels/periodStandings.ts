/** Standings of a period: what households earned by deeds of its days. */
import type { DateRange } from '../../server/domain/calendar/calendar.ts'
import { placeOrder, rank, type Ranked, type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { isTransfer, joinReversed, movesScore } from '../ledger/postingSql.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { listDimensions } from '../villages/dimensions.ts'

export interface PeriodStanding extends Ranked {
  household: number
  head: string
  group: string
  rank: number
}

/** All open households with their places, best first. */
export async function periodStandings(
  store: Store,
  village: VillageRow,
  { from, to }: DateRange,
): Promise<PeriodStanding[]> {
  const dimensions = (await listDimensions(store, village.id)).map(({ id }) => id)
  const households = await store.all<{ household: number; door: string; head: string; group: string }>(
    `SELECT h.id AS household, h.door, h.head, g.name AS "group" FROM households h
     JOIN household_groups g ON g.id = h.group_id
     WHERE h.village_id = ? AND h.closed_on IS NULL`,
    village.id,
  )
  const sums = await store.all<{ household: number; dimension: number | null; points: number }>(
    `SELECT p.household_id AS household, p.dimension_id AS dimension, sum(p.points) AS points
     FROM postings p ${joinReversed}
     WHERE p.village_id = ? AND p.occurred_on BETWEEN ? AND ? AND ${movesScore} AND NOT ${isTransfer}
     GROUP BY p.household_id, p.dimension_id`,
    village.id,
    from,
    to,
  )
  const figures = new Map(
    households.map((one) => [one.household, { ...one, score: 0, byDimension: dimensions.map(() => 0) }]),
  )
  for (const { household, dimension, points } of sums) {
    const own = figures.get(household)
    if (!own) continue
    own.score += points
    const slot = dimension === null ? -1 : dimensions.indexOf(dimension)
    if (slot >= 0) own.byDimension[slot] = (own.byDimension[slot] ?? 0) + points
  }
  const order = placeOrder<Ranked>(JSON.parse(village.tie_breakers) as TieBreaker[], dimensions)
  return rank([...figures.values()], order).map(({ household, rank: place }) => ({
    ...(household as typeof figures extends Map<number, infer One> ? One : never),
    rank: place,
  }))
}
