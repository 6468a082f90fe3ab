import type { Store } from '../store/store.ts'

/** Makes screens reload the board, after a change that cannot be folded. */
export function bumpRevision(store: Store, village: number): void {
  store.run('UPDATE villages SET revision = revision + 1 WHERE id = ?', village)
  store.announce({ type: 'village', village })
}
