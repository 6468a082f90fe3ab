import type { Store } from '../store/store.ts'

/** Makes screens reload the board, after a change that cannot be folded. */
export async function bumpRevision(store: Store, village: number): Promise<void> {
  await store.run('UPDATE villages SET revision = revision + 1 WHERE id = ?', village)
  store.announce({ type: 'village', village })
}
