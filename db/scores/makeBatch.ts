import type { BatchKind } from '../../server/domain/points/batch.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/**
 * Makes a batch of scores that were just written; call it in their transaction.
 *
 * @param scores ids of the claims and postings
 * @returns its id
 */
export async function makeBatch(
  store: Store,
  { village, user, name }: Scope,
  kind: BatchKind,
  scores: Iterable<string>,
): Promise<number> {
  const made = { made_at: new Date().toISOString(), made_by: user, maker: name }
  const batch = await store.insert('batches', { village_id: village, kind, ...made })
  const lines = Array.from(scores, (score) => [village, score, batch])
  await store.insertAll('batch_lines', ['village_id', 'score_id', 'batch_id'], lines)
  return batch
}
