/** Deductions of a village that does not name them: public in sums alone, as of the last midnight. */
import type { Board } from '../../server/domain/board/board.ts'
import { revealsDeduction, leastInSum } from '../../server/domain/board/privacy.ts'
import { countsForScore, isDeduction, type PostingKind } from '../../server/domain/points/posting.ts'
import { joinReversed } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'

interface Sums {
  kind: PostingKind
  reversed: PostingKind | null
  dimension: number | null
  points: number
}

type HouseholdSums = Sums & { household: number }

const sums = `
  SELECT p.kind, o.kind AS reversed, p.dimension_id AS dimension, p.household_id AS household,
         sum(p.points) AS points
  FROM postings p ${joinReversed} WHERE p.village_id = ?`

/** Points by deductions among some postings, by dimension, where enough households are in the sum. */
export function deductionSums(postings: readonly HouseholdSums[]): NonNullable<Board['deductions']> {
  const byDimension = new Map<number, Map<number, number>>()
  for (const { kind, reversed, dimension, household, points } of postings) {
    if (dimension === null || !isDeduction(kind, reversed)) continue
    const net = byDimension.get(dimension) ?? new Map<number, number>()
    byDimension.set(dimension, net.set(household, (net.get(household) ?? 0) + points))
  }
  return [...byDimension].flatMap(([dimension, net]) => {
    // A household whose deduction was reversed does not hide the others.
    const involved = [...net.values()].filter((points) => points !== 0)
    if (involved.length < leastInSum) return []
    return { dimension, points: involved.reduce((sum, points) => sum + points, 0) }
  })
}

/** Sums over a stretch of the ledger. */
export async function stretchDeductions(
  store: Store,
  village: number,
  fromSeq: number,
  toSeq: number,
): Promise<NonNullable<Board['deductions']>> {
  const rows = await store.all<HouseholdSums>(
    `${sums} AND p.seq BETWEEN ? AND ? GROUP BY 1, 2, 3, 4`,
    village,
    fromSeq,
    toSeq,
  )
  return deductionSums(rows)
}

/**
 * What postings that are no public line changed since an instant, by month of the deed: village sums
 * by month leave it out until the next midnight.
 *
 * @param since ISO 8601, UTC
 */
export async function unnamedSince(
  store: Store,
  { village, season, since }: { village: number; season: number; since: string },
): Promise<{ month: string; dimension: number; points: number }[]> {
  const rows = await store.all<Sums & { month: string }>(
    `SELECT p.kind, o.kind AS reversed, p.dimension_id AS dimension, substr(p.occurred_on, 1, 7) AS month,
              p.points
       FROM postings p ${joinReversed}
       WHERE p.village_id = ? AND p.recorded_at >= ? AND p.season_id = ?
         AND (p.points < 0 OR p.kind = 'restore' OR p.kind = 'reversal')`,
    village,
    since,
    season,
  )
  return rows.flatMap(({ kind, reversed, dimension, month, points }) =>
    dimension !== null && countsForScore(kind, reversed) && revealsDeduction({ kind, points }, reversed)
      ? { month, dimension, points }
      : [],
  )
}
