/**
 * Verifies a ledger: the hash chain, and all totals recomputed from the postings.
 */
import type { Fault } from '../../../server/domain/answers/fault.ts'
import { chainOrigin } from '../../../server/domain/points/canonicalPosting.ts'
import type { PostingRow, VillageRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import { type LookAlikes, listLookAlikes } from '../../villages/names/lookAlikes.ts'
import { findChain } from '../chain.ts'
import { PostingTotals } from '../totals.ts'
import { AlteredPostings } from './alteredPostings.ts'
import { LedgerAudit, type LedgerEnd } from './ledgerAudit.ts'
import { findProvenHead, keepProven, type Proven, type ProvenHead } from './provenHeads.ts'

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
  /** What the next verification can begin from; null where the ledger does not hold. */
  proven: Proven | null
}

/** Postings read at a time: some 10 ms of work. */
const batch = 250

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
 * @param from where to begin, for what was proven before
 * @returns what `conclude` gives; null when the village was removed meanwhile
 */
export async function* readLedger<Result>(
  store: Store,
  village: VillageRow,
  moment: Moment,
  conclude: (store: Store, ledger: ReadLedger) => Promise<Result>,
  from?: LedgerEnd,
): AsyncGenerator<number, Result | null> {
  const length = await findChain(store, village.id)
  if (!length) return null
  const audit = new LedgerAudit(length.name, from)
  const altered = await AlteredPostings.open(store, village.id, length.name, from?.seq)
  for (;;) {
    const step = await moment(async (store) => {
      const postings = await store.all<PostingRow>(next, village.id, audit.seq, batch)
      if (from) await audit.recall(store, village.id, postings)
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

/**
 * Verifies a village in the steps of `readLedger`.
 *
 * @param from its proven head: what came since is verified, and the totals against those kept with it
 */
export async function* verifySteps(
  store: Store,
  village: VillageRow,
  from?: ProvenHead,
): AsyncGenerator<number, Verification> {
  const moment: Moment = (work) => store.read(work)
  const verification = yield* readLedger(
    store,
    village,
    moment,
    async (store, ledger) => {
      const { audit, altered, seq, head } = ledger
      await (from ? audit.compareWithProven(store, village.id, from) : audit.compareTotals(store, village.id))
      const stray = { village: village.id }
      audit.compareRounds(await store.all<{ round: number; household: number }>(strayResults, stray))
      const { faults } = audit
      const holds = faults.length === 0
      const totals = holds ? await new PostingTotals().digestBefore(store, village.id) : ''
      return {
        village: village.slug,
        holds,
        seq,
        head,
        faults,
        altered: altered.seqs,
        lookAlikes: await listLookAlikes(store, village.id),
        proven: holds ? { seq, head, totals, surrogates: altered.found } : null,
      }
    },
    from,
  )
  return verification ?? unverified(village, [])
}

/** Results of rounds whose score is neither a posting of their points nor a claim. */
const strayResults = `
  SELECT r.round_id AS round, r.household_id AS household FROM round_results r
  LEFT JOIN postings p ON p.village_id = r.village_id AND p.id = r.score_id
  LEFT JOIN claims c ON c.village_id = r.village_id AND c.request_id = r.score_id
  LEFT JOIN rule_versions v ON v.village_id = p.village_id AND v.id = p.rule_version_id
  WHERE r.village_id = @village AND r.score_id IS NOT NULL
    AND NOT (c.id IS NOT NULL AND p.seq IS NULL
      OR p.seq IS NOT NULL AND p.household_id = r.household_id
        AND (p.points = r.points OR v.terms LIKE '%"multipliers":%'))`

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
    proven: null,
  }
}

/**
 * Verifies a village in one go, and keeps what it proved.
 *
 * @param onProgress hears the share done, 0 to 1
 */
export async function verifyVillage(
  store: Store,
  village: VillageRow,
  onProgress: OnProgress = () => {},
): Promise<Verification> {
  const verification = await resultOf(verifySteps(store, village), onProgress)
  if (verification.proven) await keepProven(store, village.id, verification.proven)
  return verification
}

/** Verifies what came since the last proven head; the whole where there is none, or where anything does not hold. */
export async function verifySince(
  store: Store,
  village: VillageRow,
  onProgress: OnProgress = () => {},
): Promise<Verification> {
  const from = await findProvenHead(store, village.id)
  const since = from && (await resultOf(verifySteps(store, village, from), onProgress))
  return since?.holds ? since : verifyVillage(store, village, onProgress)
}

/** Hears the share done, 0 to 1. */
type OnProgress = (share: number) => void

/**
 * What a generator returns, once all its steps are done.
 *
 * @param between is awaited after each step, with the share done
 */
export async function resultOf<Result>(
  steps: AsyncGenerator<number, Result>,
  between: (share: number) => unknown = () => {},
): Promise<Result> {
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
    await between(step.value)
  }
}
