/** Compares what was heard with what was committed, for notices that were lost with the process that would send them. */
import type { Change } from '../../changes.ts'
import { HeardRanges } from './heardRanges.ts'
import { type CountedChanges, installationKey, type Notice, type ToldChange } from './notices.ts'

/** What is committed of each village, and under `installationKey` of no village. */
export const marksQuery = `
  SELECT c.village_id AS village, c.seq, coalesce(k.changes, 0) AS changes
  FROM chains c LEFT JOIN change_counts k ON k.village_id = c.village_id
  UNION ALL SELECT village_id, 0, changes FROM change_counts WHERE village_id = ${installationKey}`

export interface Mark {
  village: number
  seq: number
  /** Transactions that announced something other than postings. */
  changes: number
}

interface Heard {
  seq: HeardRanges
  changes: HeardRanges
}

export class MissedChanges {
  readonly #heard = new Map<number, Heard>()
  /** Of the last comparison: by the next one, its notices have been heard or never will be. */
  #before: readonly Mark[] = []

  /** Takes all that is committed as heard. */
  start(marks: readonly Mark[]): void {
    this.#heard.clear()
    for (const mark of marks) this.#heard.set(mark.village, heardUpTo(mark))
    this.#before = marks
  }

  hear({ changes, counts }: Notice): void {
    for (const change of changes)
      if (change.type === 'postings') this.#of(change.village).seq.hear(change.from, change.to)
    for (const [village, count] of counts) this.#of(village).changes.hear(count, count)
  }

  /**
   * @param marks what is committed now
   * @returns what was committed before the last comparison and is not heard yet
   */
  compare(marks: readonly Mark[]): ToldChange[] {
    const missed = this.#before.flatMap((mark) => this.#missed(mark))
    const present = new Set(marks.map(({ village }) => village))
    const removed = this.#before.filter(({ village }) => !present.has(village))
    this.#before = marks
    for (const { village } of removed) this.#heard.delete(village)
    return [
      ...missed.filter((change) => !('village' in change) || present.has(change.village)),
      ...removed.map(({ village }): ToldChange => ({ type: 'village-removed', village })),
    ]
  }

  #missed({ village, seq, changes }: Mark): ToldChange[] {
    const heard = this.#of(village)
    const postings = heard.seq.catchUp(seq)
    return [
      ...(heard.changes.catchUp(changes) ? allOf(village) : []),
      ...(postings ? [{ type: 'postings' as const, village, ...postings }] : []),
    ]
  }

  #of(village: number): Heard {
    const heard = this.#heard.get(village) ?? heardUpTo({ village, seq: 0, changes: 0 })
    this.#heard.set(village, heard)
    return heard
  }
}

/** Everything but postings that may have changed in a village, or in none. */
export function allOf(village: number): Exclude<Change, { type: 'postings' }>[] {
  if (village === installationKey) return [{ type: 'sessions', user: null }]
  return (['village', 'waiting', 'round', 'activity'] as const).map((type) => ({ type, village }))
}

/** The villages, or the installation, that changes other than postings are counted under. */
export function countedUnder(changes: readonly Change[]): number[] {
  const gone = new Set(changes.flatMap((one) => (one.type === 'village-removed' ? [one.village] : [])))
  const keys = changes.flatMap((change) => {
    if (change.type === 'postings' || ('village' in change && gone.has(change.village))) return []
    return change.type === 'sessions' ? [installationKey] : [change.village]
  })
  // In the same order everywhere: no transaction waits for one that waits for it.
  return [...new Set(keys)].sort((one, other) => one - other)
}

/** Counts a transaction under these keys. @returns how many there are by now */
export const countQuery = {
  name: 'count-changes',
  text: `INSERT INTO change_counts (village_id, changes) SELECT unnest($1::bigint[]), 1
         ON CONFLICT (village_id) DO UPDATE SET changes = change_counts.changes + 1
         RETURNING village_id, changes`,
}

/** Forgets the counts of villages that are gone. */
export const forgetQuery = {
  name: 'forget-changes',
  text: 'DELETE FROM change_counts WHERE village_id = ANY($1::bigint[])',
}

/** The rows of `countQuery`. */
export function countsOf(rows: Record<'village_id' | 'changes', unknown>[]): CountedChanges {
  return rows.map(({ village_id, changes }) => [Number(village_id), Number(changes)])
}

function heardUpTo({ seq, changes }: Mark): Heard {
  return { seq: new HeardRanges(seq), changes: new HeardRanges(changes) }
}
