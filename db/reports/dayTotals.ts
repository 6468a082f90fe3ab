/** Postings of a village since a given time, by staff. */
import { countsForScore, type PostingKind } from '../../server/domain/points/posting.ts'
import { joinReversed } from '../ledger/postingSql.ts'
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

interface Lines {
  kind: PostingKind
  reversedKind: PostingKind | null
  recorder: string
  lines: number
  points: number
  lastAt: string
}

/**
 * Totals of the postings recorded since a given time. Cost grows with that range,
 * not with the history.
 *
 * @param since ISO 8601, UTC
 */
export async function dayTotals(store: Store, village: number, since: string): Promise<DayTotals> {
  const before = await lastSeqBefore(store, village, since)
  const sums = await store.all<Lines>(
    `SELECT p.kind, o.kind AS "reversedKind", p.recorder, count(*) AS lines, sum(p.points) AS points,
              max(p.recorded_at) AS "lastAt"
       FROM postings p ${joinReversed}
       WHERE p.village_id = ? AND p.seq > ? GROUP BY 1, 2, 3`,
    village,
    before,
  )
  const { households } = await store.one<{ households: number }>(
    `SELECT count(DISTINCT household_id) AS households FROM postings WHERE village_id = ? AND seq > ?`,
    village,
    before,
  )
  const staff = new Map<string, DayTotals['staff'][number]>()
  const done = { lines: 0, points: 0, deductions: 0, reversals: 0 }
  for (const { kind, reversedKind, recorder, lines, points, lastAt } of sums) {
    const scored = countsForScore(kind, reversedKind) ? points : 0
    done.lines += lines
    done.points += scored
    if (kind === 'deduct') done.deductions += lines
    if (kind === 'reversal') done.reversals += lines
    const member = staff.get(recorder) ?? { name: recorder, lines: 0, points: 0, lastAt }
    member.lines += lines
    member.points += scored
    if (member.lastAt < lastAt) member.lastAt = lastAt
    staff.set(recorder, member)
  }
  return {
    ...done,
    households,
    staff: [...staff.values()].sort((a, b) => b.lines - a.lines || (a.lastAt < b.lastAt ? 1 : -1)),
  }
}

/** Seq of the last posting before a given time; 0 where there is none. */
async function lastSeqBefore(store: Store, village: number, since: string): Promise<number> {
  const last = await store.first<{ seq: number }>(
    'SELECT seq FROM postings WHERE village_id = ? AND recorded_at < ? ORDER BY seq DESC LIMIT 1',
    village,
    since,
  )
  return last?.seq ?? 0
}
