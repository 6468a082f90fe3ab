/** Entering many scores as one batch. */
import { type Entered, enterScores } from '../scores/enterScores.ts'
import { makeBatch } from '../scores/makeBatch.ts'
import type { ScoreRequest } from '../scores/scoreRequest.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

export interface EnteredBatch extends Entered {
  /** Id of the batch; null when all scores had been written outside of one. */
  batch: number | null
}

/**
 * Writes scores in one transaction as `enterScores` does, and makes a batch of those that are new.
 *
 * @throws Refused as `enterScores`
 */
export async function enterBatch(
  store: Store,
  scope: Scope,
  requests: ScoreRequest[],
): Promise<EnteredBatch> {
  return store.write(scope.village, async (store) => {
    const known = await writtenBefore(store, scope.village, requests)
    const entered = await enterScores(store, scope, requests)
    const fresh = new Set(requests.flatMap(({ id }) => (known.has(id) ? [] : id)))
    const batch =
      fresh.size > 0 ? await makeBatch(store, scope, 'entry', fresh) : await batchOf(store, scope, requests)
    return { ...entered, batch }
  })
}

async function writtenBefore(
  store: Store,
  village: number,
  requests: readonly ScoreRequest[],
): Promise<ReadonlySet<string>> {
  const ids = requests.map(({ id }) => id)
  const rows = await store.all<{ id: string }>(
    `SELECT id FROM postings WHERE village_id = ? AND id = ANY(?)
     UNION SELECT request_id FROM claims WHERE village_id = ? AND request_id = ANY(?)`,
    village,
    ids,
    village,
    ids,
  )
  return new Set(rows.map(({ id }) => id))
}

async function batchOf(
  store: Store,
  { village }: Scope,
  requests: readonly ScoreRequest[],
): Promise<number | null> {
  const line = await store.first<{ batch: number }>(
    'SELECT min(batch_id) AS batch FROM batch_lines WHERE village_id = ? AND score_id = ANY(?)',
    village,
    requests.map(({ id }) => id),
  )
  return line?.batch ?? null
}
