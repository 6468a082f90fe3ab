/** Postings of a village since a given time, by staff. */
import { quarterOf } from '../ledger/totals.ts'
import type { Store } from '../store/store.ts'

export interface DayTotals {
  lines: number
  /** Change of the score by these lines. */
  points: number
  households: number
  deductions: number
  reversals: number
  /** Most lines first. */
  staff: { name: string; lines: number; points: number; lastAt: string }[]
}

/**
 * Totals of the postings recorded since a local midnight, from the totals that are kept: cost grows neither with the
 * lines since nor with the history.
 *
 * @param midnight ISO 8601, UTC
 */
export async function dayTotals(store: Store, village: number, midnight: string): Promise<DayTotals> {
  const members = await store.all<DayTotals['staff'][number] & Pick<DayTotals, 'deductions' | 'reversals'>>(
    `SELECT recorder AS name, sum(lines) AS lines, sum(points) AS points, sum(deductions) AS deductions,
            sum(reversals) AS reversals, max(last_at) AS "lastAt"
     FROM entry_totals WHERE village_id = ? AND quarter >= ? GROUP BY recorder`,
    village,
    quarterOf(midnight),
  )
  const { households } = await store.one<{ households: number }>(
    'SELECT count(*) AS households FROM balances WHERE village_id = ? AND last_at >= ?',
    village,
    midnight,
  )
  const done = { lines: 0, points: 0, deductions: 0, reversals: 0 }
  const figures = Object.keys(done) as (keyof typeof done)[]
  for (const member of members) for (const figure of figures) done[figure] += member[figure]
  return {
    ...done,
    households,
    staff: members
      .map(({ name, lines, points, lastAt }) => ({ name, lines, points, lastAt }))
      .sort((a, b) => b.lines - a.lines || (a.lastAt < b.lastAt ? 1 : -1)),
  }
}
