import { isReversed } from '../ledger/postingSql.ts'
import type { PostingRow } from '../store/schema.ts'
import { unindexed } from '../store/sqlite/unindexed.ts'
import type { Store } from '../store/store.ts'

/** Points given back of a deduction, and the newest posting that did; reversed ones are left out. */
export async function restoredOf(
  store: Store,
  { village_id, seq }: Pick<PostingRow, 'village_id' | 'seq'>,
): Promise<{ points: number; by: number | null }> {
  return store.one<{ points: number; by: number | null }>(
    `SELECT coalesce(sum(p.points), 0) AS points, max(p.seq) AS "by" FROM postings p
       WHERE ${unindexed('p.village_id')} = ? AND p.restores = ?
         AND NOT ${isReversed}`,
    village_id,
    seq,
  )
}
