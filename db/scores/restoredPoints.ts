/** What was given back of a deduction, for those who restore and those who reverse. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { type PostingRow } from '../store/schema.ts'
import { type Store } from '../store/store.ts'

/** Points given back of a deduction, and the newest posting that did; reversed ones are left out. */
export function restoredOf(
  store: Store,
  { village_id, seq }: Pick<PostingRow, 'village_id' | 'seq'>,
): { points: number; by: number | null } {
  return store
    .prepare(
      `SELECT ifnull(sum(p.points), 0) AS points, max(p.seq) AS "by" FROM postings p
       WHERE +p.village_id = ? AND p.restores = ?
         AND NOT EXISTS (SELECT 1 FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq)`,
    )
    .get(village_id, seq) as { points: number; by: number | null }
}

/**
 * A reversal gives back a deduction whole: it would give back twice what was
 * restored before.
 *
 * @throws Refused naming the restore that must be reversed first
 */
export function refuseRestored(store: Store, posting: PostingRow): void {
  if (posting.kind !== 'deduct') return
  const { by } = restoredOf(store, posting)
  if (by !== null) throw new Refused('conflict', 'deduction-restored', { seq: posting.seq, by })
}
