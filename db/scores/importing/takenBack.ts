import { isReversed } from '../../ledger/postingSql.ts'
import type { Store } from '../../store/store.ts'

/** Batches of imports of which nothing stands any more, the last first: what they brought may come again. */
export async function takenBackImports(store: Store, village: number): Promise<number[]> {
  const rows = await store.all<{ id: number }>(
    `SELECT b.id FROM batches b
       WHERE b.village_id = ? AND b.kind = 'import' AND NOT EXISTS (
         SELECT 1 FROM batch_lines l JOIN postings p ON p.village_id = l.village_id AND p.id = l.score_id
         WHERE l.village_id = b.village_id AND l.batch_id = b.id AND NOT ${isReversed})
       ORDER BY b.id DESC`,
    village,
  )
  return rows.map(({ id }) => id)
}

/** The ids of all that came with these batches. */
export async function idsOfBatches(
  store: Store,
  village: number,
  batches: readonly number[],
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const batch of batches) {
    const lines = await store.all<{ id: string }>(
      'SELECT score_id AS id FROM batch_lines WHERE village_id = ? AND batch_id = ?',
      village,
      batch,
    )
    for (const { id } of lines) ids.add(id)
  }
  return ids
}

/** A posting that imports look for, and the batch that it came with. */
export interface FoundPosting {
  id: string
  household: number
  batch: number | null
}

/** Those of these postings that the ledger has. */
export async function findPostings(
  store: Store,
  village: number,
  ids: readonly string[],
): Promise<FoundPosting[]> {
  return store.all<FoundPosting>(
    `SELECT p.id, p.household_id AS household, l.batch_id AS batch
       FROM postings p LEFT JOIN batch_lines l ON l.village_id = p.village_id AND l.score_id = p.id
       WHERE p.village_id = ? AND p.id = ANY(?)`,
    village,
    ids,
  )
}
