/** What households earned in the running quarter and year, whatever the season. */
import { quarterOf } from '../../server/domain/calendar/calendar.ts'
import { isTransfer, joinReversed, movesScore } from '../ledger/postingSql.ts'
import { scoresOf } from '../ledger/seasonScores.ts'
import type { Store } from '../store/store.ts'

type Sums = Map<number, number>

export interface PeriodScores {
  /** By household id; nothing for those who earned nothing. */
  quarter: Sums
  year: Sums
}

/**
 * Scores of the quarter and the calendar year that a month (YYYY-MM) is in. The year takes the totals of its
 * seasons; only a season that reaches over its ends is summed from postings.
 *
 * @param known a season whose scores by household were read before
 */
export async function periodScores(
  store: Store,
  village: number,
  month: string,
  known: { season: number; scores: Sums },
): Promise<PeriodScores> {
  const months = Array.from(
    { length: 12 },
    (_, index) => `${month.slice(0, 4)}-${String(index + 1).padStart(2, '0')}`,
  )
  const quarter: Sums = new Map()
  for (const one of months)
    if (quarterOf(one) === quarterOf(month)) add(quarter, await scoresOfMonth(store, village, one))
  const { whole, partial } = await seasonsOfYear(store, village, month.slice(0, 4))
  const year: Sums = new Map()
  for (const season of whole)
    add(year, season === known.season ? known.scores : await scoresOf(store, village, season))
  for (const season of partial)
    for (const one of months) add(year, await scoresOfMonth(store, village, one, season))
  return { quarter, year }
}

function add(sums: Sums, more: Sums): void {
  for (const [household, score] of more) sums.set(household, (sums.get(household) ?? 0) + score)
}

/** One month at a time: a quarter of a large village would hold the event loop for too long. */
async function scoresOfMonth(store: Store, village: number, month: string, season?: number): Promise<Sums> {
  const rows = await store.all<{ household: number; score: number }>(
    `SELECT p.household_id AS household, sum(p.points) AS score
     FROM postings p
     ${joinReversed}
     WHERE p.village_id = ? AND p.occurred_on BETWEEN ? AND ? AND ${movesScore}
       AND ${season === undefined ? `NOT ${isTransfer}` : 'p.season_id = ?'}
     GROUP BY p.household_id`,
    village,
    `${month}-01`,
    `${month}-31`,
    ...(season === undefined ? [] : [season]),
  )
  return new Map(rows.map(({ household, score }) => [household, score]))
}

/** Seasons that are within the year, and those that have a part of it. */
async function seasonsOfYear(
  store: Store,
  village: number,
  year: string,
): Promise<{ whole: number[]; partial: number[] }> {
  const first = `${year}-01-01`
  const last = `${year}-12-31`
  const seasons = await store.all<{ id: number; from: string; to: string }>(
    `SELECT id, starts_on AS "from", ends_on AS "to" FROM seasons
     WHERE village_id = ? AND starts_on <= ? AND ends_on >= ?`,
    village,
    last,
    first,
  )
  const isWhole = ({ from, to }: { from: string; to: string }) => from >= first && to <= last
  return {
    whole: seasons.filter(isWhole).map(({ id }) => id),
    partial: seasons.filter((season) => !isWhole(season)).map(({ id }) => id),
  }
}
