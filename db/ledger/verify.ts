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

/** Runs work that reads one moment: in a read, or in a write of the village. */
type Moment = <Result>(work: (store: Store) => Promise<Result>) => Promise<Result>

/**
 * Reads a village's ledger and checks its chain, step by step: each step takes
 * some ms, so that a running server can do other work in between, and yields the
 * share done, 0 to 1. Postings written meanwhile are included.
 *
 * @param moment runs each step
 * @param conclude runs in the moment in which the end of the ledger was read
 * @returns what `conclude` gives; null when the village was removed meanwhile
 */
export async function* readLedger<Result>(
  store: Store,
  village: VillageRow,
  moment: Moment,
  conclude: (store: Store, ledger: ReadLedger) => Promise<Result>,
): AsyncGenerator<number, Result | null> {
  const length = await findChain(store, village.id)
  if (!length) return null
  const audit = new LedgerAudit(length.name)
  const altered = await AlteredPostings.open(store, village.id, length.name)
  for (;;) {
    const step = await moment(async (store) => {
      const postings = await store.all<PostingRow>(next, village.id, audit.seq, batch)
      const rest = audit.takeSound(postings)
      if (rest.length > 0 || postings.length === batch) return { rest }
      const stored = await findChain(store, village.id)
      if (!stored) return { result: null }
      audit.compareChain(stored)
      return { result: await conclude(store, { audit, altered, seq: stored.seq, head: stored.head }) }
    })
    if (!step.rest) return step.result
    for (const posting of step.rest) {
      const isSound =
        audit.matches(posting) ||
        (yield* altered.recognise(audit.head, posting, audit.seq / Math.max(audit.seq, length.seq)))
      audit.take(posting, isSound)
    }
    yield audit.seq / Math.max(audit.seq, length.seq)
  }
}

const next = 'SELECT * FROM postings WHERE village_id = ? AND seq > ? ORDER BY seq LIMIT ?'

/** Verifies a village in the steps of `readLedger`. */
export async function* verifySteps(store: Store, village: VillageRow): AsyncGenerator<number, Verification> {
  const moment: Moment = (work) => store.read(work)
  const verification = yield* readLedger(store, village, moment, async (store, ledger) => {
    const { audit, altered, seq, head } = ledger
    await audit.compareTotals(store, village.id)
    const stray = { village: village.id }
    audit.compareRounds(await store.all<{ round: number; household: number }>(strayResults, stray))
    const { faults } = audit
    return {
      village: village.slug,
      holds: faults.length === 0,
      seq,
      head,
      faults,
      altered: altered.seqs,
      lookAlikes: await listLookAlikes(store, village.id),
    }
  })
  return verification ?? unverified(village, [])
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

/**
 * Verifies a village in one go.
 *
 * @param onProgress hears the share done, 0 to 1
 */
export async function verifyVillage(
  store: Store,
  village: VillageRow,
  onProgress: (share: number) => void = () => {},
): Promise<Verification> {
  const steps = verifySteps(store, village)
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
    onProgress(step.value)
  }
}

/** What a generator returns, once all its steps are done. */
export async function resultOf<Result>(
  steps: AsyncGenerator<number, Result>,
  between: () => Promise<unknown> = async () => {},
): Promise<Result> {
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
    await between()
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
    this.#kinds[seq] = posting.kind
    this.#restores.take(posting)
    const reversed = posting.reverses === null ? null : (this.#kinds[posting.reverses] ?? null)
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

  #add(found: Fault): void {
    if (this.faults.length < mostFaults) this.faults.push(found)
  }
}
