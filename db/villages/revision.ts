import type { Store } from '../store/store.ts'

/** Says that screens must take a new board: something changed that cannot be folded. */
export function bumpRevision(store: Store, village: number): void {
  store.run(
    store.sql
      .updateTable('villages')
      .set((expression) => ({ revision: expression('revision', '+', 1) }))
      .where('id', '=', village),
  )
  store.announce({ type: 'village', village })
}
