/** Postings of a village since a given time, by staff. */
import { joinReversed, movesScore } from '../ledger/postingSql.ts'
import { quarterOf } from '../ledger/totals.ts'
import type { Store } from '../store/store.ts'
import { beside, importedSince, type Stretch } from './importedLines.ts'

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
 * Totals of the postings recorded since a local midnight, without those of imports: history that came in today is not
 * today's work. From the totals that are kept: the cost grows neither with the history nor with an import's lines.
 *
 * @param midnight ISO 8601, UTC
 */
export async function dayTotals(store: Store, village: number, midnight: string): Promise<DayTotals> {
  const kept = await readKept(store, village, midnight)
  const imported = await importedSince(store, village, midnight)
  const { members, households } =
    imported.length > 0 ? await readBeside(store, village, kept.members, imported) : kept
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

type Member = DayTotals['staff'][number] & Pick<DayTotals, 'deductions' | 'reversals'>
interface Counted {
  members: Member[]
  households: number
}

async function readKept(store: Store, village: number, midnight: string): Promise<Counted> {
  const members = await store.all<Member>(
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
  return { members, households }
}

/** The day's lines that no import brought. Numbers have no gaps: the day's are the last ones. */
async function readBeside(
  store: Store,
  village: number,
  kept: readonly Member[],
  imported: readonly Stretch[],
): Promise<Counted> {
  const { last } = await store.one<{ last: number }>(
    'SELECT coalesce(max(seq), 0) AS last FROM postings WHERE village_id = ?',
    village,
  )
  const lines = kept.reduce((sum, member) => sum + member.lines, 0)
  const members: Member[] = []
  const households = new Set<number>()
  for (const { from, to } of beside({ from: last - lines + 1, to: last }, imported)) {
    members.push(
      ...(await store.all<Member>(
        `SELECT p.recorder AS name, count(*) AS lines,
           sum(CASE WHEN ${movesScore} THEN p.points ELSE 0 END) AS points,
           sum(CASE WHEN p.kind = 'deduct' THEN 1 ELSE 0 END) AS deductions,
           sum(CASE WHEN p.kind = 'reversal' THEN 1 ELSE 0 END) AS reversals, max(p.recorded_at) AS "lastAt"
         FROM postings p ${joinReversed}
         WHERE p.village_id = ? AND p.seq BETWEEN ? AND ? GROUP BY p.recorder`,
        village,
        from,
        to,
      )),
    )
    const found = await store.all<{ household: number }>(
      'SELECT DISTINCT household_id AS household FROM postings WHERE village_id = ? AND seq BETWEEN ? AND ?',
      village,
      from,
      to,
    )
    for (const { household } of found) households.add(household)
  }
  return { members: byName(members), households: households.size }
}

function byName(members: readonly Member[]): Member[] {
  const sums = new Map<string, Member>()
  for (const member of members) {
    const sum = sums.get(member.name)
    if (!sum) sums.set(member.name, { ...member })
    else {
      for (const figure of ['lines', 'points', 'deductions', 'reversals'] as const)
        sum[figure] += member[figure]
      if (member.lastAt > sum.lastAt) sum.lastAt = member.lastAt
    }
  }
  return [...sums.values()]
}
