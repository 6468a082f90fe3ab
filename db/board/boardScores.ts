/** The sums and places that a board is made of. */
import type { Board } from '../../server/domain/board/board.ts'
import { countsForScore, opposite, type PostingKind } from '../../server/domain/points/posting.ts'
import { placeOrder, rank, type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { joinReversed } from '../ledger/postingSql.ts'
import { monthScoresOf } from '../ledger/seasonScores.ts'
import type { Store } from '../store/store.ts'
import type { PublicHouseholds } from './publicHouseholds.ts'

type MonthScores = Map<number, { total: number; byDimension: number[] }>

/** A posting whose deed lies in the month. */
export interface MonthPosting {
  seq: number
  household: number
  dimension: number | null
  kind: PostingKind
  /** For a reversal, the kind of what it takes back. */
  reversed: PostingKind | null
  points: number
  /** ISO 8601, UTC. */
  recordedAt: string
}

/** The season's postings for deeds of a month (YYYY-MM), in one pass for all that is made of them. */
export async function monthPostings(
  store: Store,
  { village, season, month }: { village: number; season: number; month: string },
): Promise<MonthPosting[]> {
  return store.all<MonthPosting>(
    `SELECT p.seq, p.household_id AS household, p.dimension_id AS dimension, p.kind, o.kind AS reversed,
            p.points, p.recorded_at AS "recordedAt"
     FROM postings p
     ${joinReversed}
     WHERE p.village_id = ? AND p.occurred_on BETWEEN ? AND ? AND p.season_id = ?`,
    village,
    `${month}-01`,
    `${month}-31`,
    season,
  )
}

/** What each household earned by deeds of the month; reversals take off what they reverse. */
export async function monthScores(
  store: Store,
  village: number,
  postings: readonly MonthPosting[],
  width: number,
  slots: Map<number, number>,
): Promise<MonthScores> {
  const transfers = await store.all<{ first: number; last: number }>(
    'SELECT first_seq AS first, last_seq AS last FROM household_transfers WHERE village_id = ?',
    village,
  )
  const isTransfer = (seq: number) => transfers.some(({ first, last }) => first <= seq && seq <= last)
  const scores: MonthScores = new Map()
  for (const { seq, household, dimension, kind, reversed, points } of postings) {
    if (!countsForScore(kind, reversed) || isTransfer(seq)) continue
    const score = scores.get(household) ?? { total: 0, byDimension: new Array<number>(width).fill(0) }
    scores.set(household, score)
    score.total += points
    const slot = dimension === null ? undefined : slots.get(dimension)
    if (slot !== undefined) score.byDimension[slot] = (score.byDimension[slot] ?? 0) + points
  }
  return scores
}

/** Places as they stood before the month's deeds, by door. */
export function placesBefore(
  households: PublicHouseholds,
  totals: Map<number, number>,
  scores: Map<number, number[]>,
  inMonth: MonthScores,
  tieBreakers: TieBreaker[],
  dimensions: { id: number }[],
): Map<string, number> {
  const earlier = [...households].map(([id, { door }]) => ({
    door,
    score: (totals.get(id) ?? 0) - (inMonth.get(id)?.total ?? 0),
    byDimension: dimensions.map(
      (_, slot) => (scores.get(id)?.[slot] ?? 0) - (inMonth.get(id)?.byDimension[slot] ?? 0),
    ),
  }))
  if (earlier.every(({ score }) => score === 0)) return new Map()
  const order = placeOrder(
    tieBreakers,
    dimensions.map(({ id }) => id),
  )
  return new Map(rank(earlier, order).map(({ household, rank: place }) => [household.door, place]))
}

export async function monthTotals(
  store: Store,
  village: number,
  season: number,
  width: number,
  slots: Map<number, number>,
  /** Left out of the sums. */
  unnamed: { month: string; dimension: number; points: number }[],
): Promise<Board['months']> {
  const months = new Map<string, number[]>()
  for (const { month, dimension, score } of await monthScoresOf(store, village, season))
    put(months, month, width, slots.get(dimension), score)
  for (const { month, dimension, points } of unnamed)
    put(months, month, width, slots.get(dimension), opposite(points))
  return [...months]
    .filter(([, byDimension]) => byDimension.some((points) => points !== 0))
    .map(([month, byDimension]) => ({ month, byDimension }))
}

function put<Key>(
  rows: Map<Key, number[]>,
  key: Key,
  width: number,
  slot: number | undefined,
  value: number,
): void {
  const row = rows.get(key) ?? new Array<number>(width).fill(0)
  rows.set(key, row)
  if (slot !== undefined) row[slot] = (row[slot] ?? 0) + value
}
