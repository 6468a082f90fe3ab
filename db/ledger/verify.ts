/**
 * Verifies a ledger: the hash chain, and all totals recomputed from the postings.
 */
import { type Fault, fault } from '../../server/domain/answers/fault.ts'
import { chainOrigin } from '../../server/domain/points/canonicalPosting.ts'
import type { PostingKind } from '../../server/domain/points/posting.ts'
import type { PostingRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { type LookAlikes, listLookAlikes } from '../villages/lookAlikes.ts'
import { AlteredPostings } from './alteredPostings.ts'
import { findChain, postingHash } from './chain.ts'
import { PostingTotals } from './totals.ts'
import { RestoreAudit } from './verifyRestores.ts'

export interface Verification {
  village: string
  holds: boolean
  seq: number
  /** Whole hash of the last posting; the chain's origin for an empty ledger. */
  head: string
  faults: Fault[]
  /** Seqs of postings of earlier builds whose text was stored other than it was hashed; no fault. */
  altered: number[]
  /** Doors and user names that look alike. */
  lookAlikes: LookAlikes
}

/** Postings read at a time: some 10 ms of work. */
const batch = 250
/** More faults than this are not listed. */
const mostFaults = 20

/** A ledger read to its end. */
interface ReadLedger {
  audit: LedgerAudit
  altered: AlteredPostings
  seq: number
  head: string
}

/**
 * Reads a village's ledger and checks its chain, step by step: each step takes
 * some ms, so that a running server can do other work in between, and yields the
 * share done, 0 to 1. Postings written meanwhile are included; none can be
 * written between the last step and the caller's next synchronous work.
 *
 * @returns null when the village was removed meanwhile
 */
export function* readLedger(store: Store, village: VillageRow): Generator<number, ReadLedger | null> {
  const length = findChain(store, village.id)
  if (!length) return null
  const audit = new LedgerAudit(length.name)
  const altered = new AlteredPostings(store, village.id, length.name)
  const next = 'SELECT * FROM postings WHERE village_id = ? AND seq > ? ORDER BY seq LIMIT ?'
  for (;;) {
    const postings = store.all<PostingRow>(next, village.id, audit.seq, batch)
    let inOneStep = true
    for (const posting of postings) {
      const share = audit.seq / Math.max(audit.seq, length.seq)
      const search = audit.matches(posting) ? null : altered.recognise(audit.head, posting, share)
      let found = search?.next()
      for (; found && !found.done; found = search?.next()) {
        inOneStep = false
        yield found.value
      }
      audit.take(posting, found?.value !== false)
    }
    // The last, short batch and the comparison run in one step: no write comes between them.
    if (postings.length < batch && inOneStep) break
    yield audit.seq / Math.max(audit.seq, length.seq)
  }
  const stored = findChain(store, village.id)
  if (!stored) return null
  audit.compareChain(stored)
  return { audit, altered, seq: stored.seq, head: stored.head }
}

/** Verifies a village in the steps of `readLedger`. */
export function* verifySteps(store: Store, village: VillageRow): Generator<number, Verification> {
  const ledger = yield* readLedger(store, village)
  if (!ledger) return unverified(village, [])
  const { audit, altered, seq, head } = ledger
  audit.compareTotals(store, village.id)
  audit.compareRounds(store.all<{ round: number; household: number }>(strayResults, { village: village.id }))
  const { faults } = audit
  return {
    village: village.slug,
    holds: faults.length === 0,
    seq,
    head,
    faults,
    altered: altered.seqs,
    lookAlikes: listLookAlikes(store, village.id),
  }
}

/** Results of rounds whose score is neither a posting of their points nor a claim. */
const strayResults = `
  SELECT r.round_id AS round, r.household_id AS household FROM round_results r
  LEFT JOIN postings p ON p.village_id = r.village_id AND p.id = r.score_id
  LEFT JOIN claims c ON c.village_id = r.village_id AND c.request_id = r.score_id
  WHERE r.village_id = @village AND r.score_id IS NOT NULL
    AND NOT (c.id IS NOT NULL AND p.seq IS NULL
      OR p.seq IS NOT NULL AND p.points = r.points AND p.household_id = r.household_id)`

/** The verification of a ledger that was not read to its end. */
export function unverified({ slug }: VillageRow, faults: Fault[]): Verification {
  return {
    village: slug,
    holds: faults.length === 0,
    seq: 0,
    head: chainOrigin,
    faults,
    altered: [],
    lookAlikes: { doors: [], userNames: [] },
  }
}

/** Verifies a village in one go. */
export function verifyVillage(store: Store, village: VillageRow): Verification {
  const steps = verifySteps(store, village)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

class LedgerAudit {
  readonly faults: Fault[] = []
  seq = 0
  /** Hash of the last posting. */
  head = chainOrigin
  readonly #chain: string
  readonly #kinds: PostingKind[] = []
  readonly #restores = new RestoreAudit((found) => this.#add(found))
  /** Of all postings taken. */
  readonly totals = new PostingTotals()

  constructor(chain: string) {
    this.#chain = chain
  }

  /** Whether the stored posting matches its hash after the last one. */
  matches(posting: PostingRow): boolean {
    return postingHash(this.#chain, this.head, posting) === posting.hash
  }

  take(posting: PostingRow, matchesHash: boolean): void {
    const { seq } = posting
    if (seq !== this.seq + 1) this.#add(fault('posting-missing', { seq: this.seq + 1, next: seq }))
    if (!matchesHash) this.#add(fault('posting-changed', { seq }))
    this.seq = seq
    this.head = posting.hash
    this.#kinds[seq] = posting.kind
    this.#restores.take(posting)
    const reversed = posting.reverses === null ? null : (this.#kinds[posting.reverses] ?? null)
    this.totals.take(posting, reversed)
  }

  compareChain(stored: { seq: number; head: string }): void {
    if (stored.seq !== this.seq) this.#add(fault('end-differs', { expected: stored.seq, seq: this.seq }))
    else if (stored.head !== this.head) this.#add(fault('head-differs', { seq: this.seq }))
  }

  compareTotals(store: Store, village: number): void {
    for (const difference of this.totals.differences(store, village)) this.#add(difference)
  }

  compareRounds(stray: readonly { round: number; household: number }[]): void {
    for (const { round, household } of stray) this.#add(fault('score-missing', { round, household }))
  }

  #add(found: Fault): void {
    if (this.faults.length < mostFaults) this.faults.push(found)
  }
}
