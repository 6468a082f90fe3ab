import { Refused } from '../../server/domain/answers/refused.ts'
import type { PostingRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** The posting of this id. */
export async function findPosting(
  store: Store,
  village: number,
  id: string,
): Promise<PostingRow | undefined> {
  return store.first<PostingRow>('SELECT * FROM postings WHERE village_id = ? AND id = ?', village, id)
}

/** @throws Refused when the village has no posting of this id */
export async function mustFindPosting(store: Store, village: number, id: string): Promise<PostingRow> {
  const posting = await findPosting(store, village, id)
  if (!posting) throw new Refused('not-found', 'unknown-posting')
  return posting
}

/** The posting of this number. */
export async function postingAt(store: Store, village: number, seq: number): Promise<PostingRow | undefined> {
  return store.first<PostingRow>('SELECT * FROM postings WHERE village_id = ? AND seq = ?', village, seq)
}

/** Seq of the reversal that took a posting back; null while it counts. */
export async function reversedBy(store: Store, village: number, seq: number): Promise<number | null> {
  const reversal = await store.first<{ seq: number }>(
    'SELECT seq FROM postings WHERE village_id = ? AND reverses = ?',
    village,
    seq,
  )
  return reversal?.seq ?? null
}
