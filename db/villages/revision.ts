import type { Store } from '../store/store.ts'

/** Says that screens must take a new board: something changed that cannot be folded. */
export function bumpRevision(store: Store, village: number): void {
  store.run('UPDATE villages SET revision = revision + 1 WHERE id = ?', village)
  store.announce({ type: 'village', village })
}
