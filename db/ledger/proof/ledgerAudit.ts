import { type Fault, fault } from '../../../server/domain/answers/fault.ts'
import { chainOrigin } from '../../../server/domain/points/canonicalPosting.ts'
import type { PostingKind } from '../../../server/domain/points/posting.ts'
import type { PostingRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import { postingHash } from '../chain.ts'
import { PostingTotals } from '../totals.ts'
import type { ProvenHead } from './provenHeads.ts'
import { RestoreAudit } from './verifyRestores.ts'

/** More faults than this are not listed. */
const mostFaults = 20

/** A posting of a ledger as its end. */
export interface LedgerEnd {
  seq: number
  /** Hash of the posting. */
  head: string
}

const ledgerOrigin: LedgerEnd = { seq: 0, head: chainOrigin }

/** A posting, or the deduction that it gives points back of. */
const rootOf = 'SELECT coalesce(restores, seq) AS seq FROM postings WHERE village_id = ? AND seq = ?'
/** A posting with its restores, and what takes any of them back. */
const familyOf = `
  SELECT * FROM postings WHERE village_id = ? AND (seq = ? OR restores = ? OR reverses = ?
    OR reverses IN (SELECT seq FROM postings WHERE village_id = ? AND restores = ?)) ORDER BY seq`

/** Takes a ledger posting by posting, and notes what does not hold. */
export class LedgerAudit {
  readonly faults: Fault[] = []
  seq: number
  /** Hash of the last posting. */
  head: string
  readonly #chain: string
  /** Postings up to this seq were proven before. */
  readonly #from: number
  /** By seq. */
  readonly #kinds = new Map<number, PostingKind>()
  readonly #restores = new RestoreAudit((found) => this.#add(found))
  /** Of all postings taken. */
  readonly totals = new PostingTotals()

  /** @param from where to begin; the chain's origin, or a head that was proven */
  constructor(chain: string, from: LedgerEnd = ledgerOrigin) {
    this.#chain = chain
    this.#from = from.seq
    this.seq = from.seq
    this.head = from.head
  }

  /** Reads what postings refer to that were proven before; call it before they are taken. */
  async recall(store: Store, village: number, postings: readonly PostingRow[]): Promise<void> {
    const referred = postings.flatMap(({ reverses, restores }) => [reverses, restores])
    for (const seq of new Set(referred))
      if (seq !== null && seq <= this.#from && !this.#kinds.has(seq))
        await this.#recallFamily(store, village, seq)
  }

  async #recallFamily(store: Store, village: number, seq: number): Promise<void> {
    const root = (await store.first<{ seq: number }>(rootOf, village, seq))?.seq ?? seq
    const family = await store.all<PostingRow>(familyOf, village, root, root, root, village, root)
    for (const posting of family) {
      if (posting.seq > this.#from || this.#kinds.has(posting.seq)) continue
      this.#kinds.set(posting.seq, posting.kind)
      this.#restores.take(posting)
    }
  }

  /** Whether the stored posting matches its hash after the last one. */
  matches(posting: PostingRow): boolean {
    return postingHash(this.#chain, this.head, posting) === posting.hash
  }

  /** Takes postings up to the first one that does not match its hash; gives the rest. */
  takeSound(postings: readonly PostingRow[]): readonly PostingRow[] {
    const end = postings.findIndex((posting) => {
      const isSound = this.matches(posting)
      if (isSound) this.take(posting, true)
      return !isSound
    })
    return end === -1 ? [] : postings.slice(end)
  }

  take(posting: PostingRow, matchesHash: boolean): void {
    const { seq } = posting
    if (seq !== this.seq + 1) this.#add(fault('posting-missing', { seq: this.seq + 1, next: seq }))
    if (!matchesHash) this.#add(fault('posting-changed', { seq }))
    this.seq = seq
    this.head = posting.hash
    this.#kinds.set(seq, posting.kind)
    this.#restores.take(posting)
    const reversed = posting.reverses === null ? null : (this.#kinds.get(posting.reverses) ?? null)
    this.totals.take(posting, reversed)
  }

  compareChain(stored: { seq: number; head: string }): void {
    if (stored.seq !== this.seq) this.#add(fault('end-differs', { expected: stored.seq, seq: this.seq }))
    else if (stored.head !== this.head) this.#add(fault('head-differs', { seq: this.seq }))
  }

  async compareTotals(store: Store, village: number): Promise<void> {
    for await (const difference of this.totals.differences(store, village)) this.#add(difference)
  }

  compareRounds(stray: readonly { round: number; household: number }[]): void {
    for (const { round, household } of stray) this.#add(fault('score-missing', { round, household }))
  }

  /** Adds a fault where the totals differ from those of the proven head and what came since. */
  async compareWithProven(store: Store, village: number, { seq, totals }: ProvenHead): Promise<void> {
    if ((await this.totals.digestBefore(store, village)) !== totals)
      this.#add(fault('end-differs', { expected: seq, seq }))
  }

  #add(found: Fault): void {
    if (this.faults.length < mostFaults) this.faults.push(found)
  }
}
