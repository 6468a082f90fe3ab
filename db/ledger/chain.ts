import { canonicalPosting, type PostingContent } from '../../server/domain/points/canonicalPosting.ts'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'

/** The hash of a posting after the one before it. */
export function postingHash(chain: string, previousHash: string, posting: PostingContent): string {
  return sha256(canonicalPosting(chain, previousHash, posting))
}

export interface Chain {
  /** Stands in every hash; no other village has it. */
  name: string
  /** Of the last posting; 0 for an empty ledger. */
  seq: number
  /** Hash of the last posting; `chainOrigin` for an empty ledger. */
  head: string
}

/** Where the village's ledger ends; undefined when there is no such village. */
export async function findChain(store: Store, village: number): Promise<Chain | undefined> {
  return store.first<Chain>('SELECT name, seq, head FROM chains WHERE village_id = ?', village)
}

/** @throws Error when there is no such village */
export async function mustFindChain(store: Store, village: number): Promise<Chain> {
  const chain = await findChain(store, village)
  if (!chain) throw new Error(`village ${village} has no chain`)
  return chain
}

/** Sets where the village's ledger ends now. @throws Error when there is no such village */
export async function moveChain(store: Store, village: number, { seq, head }: Chain): Promise<void> {
  const { changes } = await store.run(
    'UPDATE chains SET seq = ?, head = ? WHERE village_id = ?',
    seq,
    head,
    village,
  )
  if (changes !== 1) throw new Error(`the chain of village ${village} was not moved on`)
}
