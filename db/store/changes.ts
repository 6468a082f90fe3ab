/** What a committed transaction changed, for caches of boards and sessions. */
import type { PostingRow } from './schema.ts'

/** Ids are those of the village or of the member of staff. */
export type Change =
  | { type: 'postings'; village: number; postings: CommittedPosting[] }
  /** A change that screens cannot fold: they need the whole board. */
  | { type: 'village'; village: number }
  | { type: 'village-removed'; village: number }
  /** Claims, objections or suggestions were created or decided. */
  | { type: 'waiting'; village: number }
  /** Visits or results of a round changed; boards may be rebuilt later (debounced). */
  | { type: 'round'; village: number }
  /** Somebody signed in at an activity; boards may be rebuilt later (debounced). */
  | { type: 'activity'; village: number }
  /** Sessions were ended before they expired; null: of anybody, where changes may have been missed. */
  | { type: 'sessions'; user: number | null }

/** A posting, with the kind that projections need. */
export interface CommittedPosting {
  row: PostingRow
  /** For a reversal, the kind of what it reverses. */
  reversedKind: PostingRow['kind'] | null
}

export class ChangeListeners {
  readonly #listeners = new Set<(change: Change) => void>()

  /** Returns a function that removes the listener. */
  add(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Calls all listeners for each change; one that throws does not stop the others.
   * Postings come last: they may refer to households created in the same transaction.
   */
  tell(changes: readonly Change[], onFailed: (error: unknown) => void): void {
    const isPosting = ({ type }: Change) => type === 'postings'
    const inOrder = [...changes.filter((one) => !isPosting(one)), ...changes.filter(isPosting)]
    for (const change of inOrder)
      for (const listener of this.#listeners)
        try {
          listener(change)
        } catch (error) {
          onFailed(error)
        }
  }
}
