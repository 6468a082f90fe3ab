/** The scores of a season as the kept totals have them. */
import type { Store } from '../store/store.ts'

/** Score of each household with a posting in the season, by its id. */
export async function scoresOf(store: Store, village: number, season: number): Promise<Map<number, number>> {
  const rows = await store.all<{ id: number; score: number }>(
    'SELECT household_id AS id, score FROM standings WHERE village_id = ? AND season_id = ?',
    village,
    season,
  )
  return new Map(rows.map(({ id, score }) => [id, score]))
}

/**
 * Scores of each household with a posting in the season, in the order of the dimensions, one row a household.
 *
 * @param dimensions ids
 */
export async function scoresByDimension(
  store: Store,
  village: number,
  season: number,
  dimensions: readonly number[],
): Promise<Map<number, number[]>> {
  const sums = dimensions.map(
    (_, slot) => `, sum(CASE WHEN dimension_id = ? THEN score ELSE 0 END) AS "${slot}"`,
  )
  const rows = await store.all<{ household: number; [slot: number]: number }>(
    `SELECT household_id AS household${sums.join('')}
       FROM dimension_standings WHERE village_id = ? AND season_id = ? GROUP BY household_id`,
    ...dimensions,
    village,
    season,
  )
  return new Map(rows.map((row) => [row.household, dimensions.map((_, slot) => row[slot] ?? 0)]))
}

/** Scores by household and dimension, both by id. */
export async function dimensionScoresOf(
  store: Store,
  village: number,
  season: number,
): Promise<{ household: number; dimension: number; score: number }[]> {
  return store.all<{ household: number; dimension: number; score: number }>(
    `SELECT household_id AS household, dimension_id AS dimension, score
       FROM dimension_standings WHERE village_id = ? AND season_id = ?`,
    village,
    season,
  )
}

/** The village's scores by month of the deeds (YYYY-MM) and id of the dimension, oldest first. */
export async function monthScoresOf(
  store: Store,
  village: number,
  season: number,
): Promise<{ month: string; dimension: number; score: number }[]> {
  return store.all<{ month: string; dimension: number; score: number }>(
    `SELECT month, dimension_id AS dimension, score
       FROM month_totals WHERE village_id = ? AND season_id = ? ORDER BY month`,
    village,
    season,
  )
}
