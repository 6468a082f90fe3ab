/** What was written into a village's ledger since a moment, and by whom. */
import { countsForScore, type PostingKind } from '../server/domain/posting.ts'
import { type Store } from './store.ts'

export interface WorkDone {
  lines: number
  /** Change of the score by these lines. */
  points: number
  households: number
  deductions: number
  reversals: number
  /** Most lines first. */
  staff: { name: string; lines: number; points: number; lastAt: string }[]
}

interface Line {
  kind: PostingKind
  reversedKind: PostingKind | null
  household: number
  points: number
  recorder: string
  recordedAt: string
}

/**
 * Reads the ledger from its end back to the moment: the cost is that of the day,
 * whatever the length of history.
 *
 * @param since ISO 8601, UTC
 */
export function workSince(store: Store, village: number, since: string): WorkDone {
  const lines = store
    .prepare(
      `SELECT p.kind, o.kind AS reversedKind, p.household_id AS household, p.points, p.recorder,
              p.recorded_at AS recordedAt
       FROM postings p LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
       WHERE p.village_id = ? ORDER BY p.seq DESC`,
    )
    .iterate(village) as IterableIterator<Line>
  const households = new Set<number>()
  const staff = new Map<string, WorkDone['staff'][number]>()
  const done = { lines: 0, points: 0, deductions: 0, reversals: 0 }
  for (const { kind, reversedKind, household, points, recorder, recordedAt } of lines) {
    if (recordedAt < since) break
    const scored = countsForScore(kind, reversedKind) ? points : 0
    households.add(household)
    done.lines += 1
    done.points += scored
    if (kind === 'deduct') done.deductions += 1
    if (kind === 'reversal') done.reversals += 1
    const member = staff.get(recorder) ?? { name: recorder, lines: 0, points: 0, lastAt: recordedAt }
    member.lines += 1
    member.points += scored
    staff.set(recorder, member)
  }
  return {
    ...done,
    households: households.size,
    staff: [...staff.values()].sort((a, b) => b.lines - a.lines || (a.lastAt < b.lastAt ? 1 : -1)),
  }
}
