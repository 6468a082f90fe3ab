/** Where each ledger was proven last: a start verifies what came since. */
import { isReadOnly } from '../../store/sqlite/connect.ts'
import type { Store } from '../../store/store.ts'

/** The end of a ledger that held as a whole. */
export interface ProvenHead {
  seq: number
  /** Hash of the posting. */
  head: string
  /** Digest of all totals at this seq. */
  totals: string
}

/** What a verification that found no fault leaves for the next. */
export interface Proven extends ProvenHead {
  /** Surrogates that altered postings were hashed with, by seq, as far as they were not known. */
  surrogates: (readonly [seq: number, surrogates: string[]])[]
}

/** Undefined when the village's ledger was never proven. */
export async function findProvenHead(store: Store, village: number): Promise<ProvenHead | undefined> {
  return store.first<ProvenHead>('SELECT seq, head, totals FROM proven_heads WHERE village_id = ?', village)
}

/** Keeps what a verification proved; on a full disk, or in a file that is read alone, it is not kept. */
export async function keepProven(store: Store, village: number, proven: Proven): Promise<void> {
  try {
    await store.writeIfRoom(village, async (store) => keep(store, village, proven))
  } catch (error) {
    if (!isReadOnly(error)) throw error
  }
}

const putHead = `
  INSERT INTO proven_heads (village_id, seq, head, totals) VALUES (?, ?, ?, ?)
  ON CONFLICT (village_id) DO UPDATE SET seq = excluded.seq, head = excluded.head, totals = excluded.totals`

/** Two verifications may have found them. */
const putSurrogates = `
  INSERT INTO altered_postings (village_id, seq, surrogates, found_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`

async function keep(store: Store, village: number, { seq, head, totals, surrogates }: Proven): Promise<void> {
  // The village may have been removed meanwhile.
  if (!(await store.first('SELECT 1 FROM chains WHERE village_id = ?', village))) return
  for (const [altered, found] of surrogates)
    await store.run(putSurrogates, village, altered, JSON.stringify(found), new Date().toISOString())
  const kept = await findProvenHead(store, village)
  if (kept?.seq === seq && kept.head === head && kept.totals === totals) return
  await store.run(putHead, village, seq, head, totals)
}
