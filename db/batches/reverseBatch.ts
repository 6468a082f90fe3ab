/** Taking a whole batch back. */
import { Refused, refuseLines } from '../../server/domain/answers/refused.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { contentId } from '../ledger/contentId.ts'
import { isReversed } from '../ledger/postingSql.ts'
import { expiredWith, refuseIrreversible, type ReversalRequest, reversalOf } from '../scores/reversal.ts'
import { withdraw } from '../scores/review.ts'
import { announceResults } from '../scores/roundResults.ts'
import { once } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { ClaimRow, PostingRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { readBatch } from './batches.ts'

export interface ReversedBatch {
  /** How many reversals this call wrote. */
  reversals: number
  /** False when the same request did it before. */
  fresh: boolean
}

type Lined<Row> = Row & { door: string }

/**
 * Takes a batch back in one transaction: a reversal for each of its postings that still counts, with the same
 * reason, and its claims that wait are withdrawn. All, or none.
 *
 * @throws Refused when there is no such batch, when nothing of it is left to take back, and with a reason for
 *   each line that cannot be taken back, as `reversePosting` and `withdrawClaim` give them
 */
export async function reverseBatch(
  store: Store,
  scope: Scope,
  batch: number,
  request: ReversalRequest,
): Promise<ReversedBatch> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    let reversals = 0
    const { id, reason } = request
    const { fresh } = await once(store, scope.village, 'batch-reversal', { id, batch, reason }, async () => {
      await readBatch(store, scope.village, batch)
      reversals = await takeBack(store, scope, batch, request)
      return batch
    })
    return { reversals, fresh }
  })
}

async function takeBack(
  store: Store,
  scope: Scope,
  batch: number,
  request: ReversalRequest,
): Promise<number> {
  const { village } = scope
  const postings = await standingPostings(store, village, batch)
  const claims = await waitingClaims(store, village, batch)
  if (postings.length + claims.length === 0) throw new Refused('conflict', 'batch-reversed')

  const digest = requestDigest(['batch-reversal', batch, request.reason])
  const appender = await Appender.open(store, village)
  const refusals: Refused[] = []
  const attempt = async (index: number, door: string, work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusals.push(error.ofLine(index, door))
    }
  }
  for (const [index, posting] of postings.entries())
    await attempt(index, posting.door, async () => {
      await refuseHindered(store, scope, posting)
      const id = contentId(`batch-reversal ${request.id} ${posting.id}`)
      await appender.append(reversalOf(posting, { ...request, id }, scope, digest), posting.kind)
    })
  for (const [index, claim] of claims.entries())
    await attempt(postings.length + index, claim.door, async () => {
      if (claim.claimed_by !== scope.user) throw new Refused('forbidden', 'not-own-claim')
      await withdraw(store, claim)
    })
  refuseLines('batch-not-reversible', refusals, postings.length + claims.length)

  await appender.finish()
  await announceResults(
    store,
    village,
    postings.map(({ id }) => id),
  )
  return postings.length
}

async function refuseHindered(store: Store, scope: Scope, posting: PostingRow): Promise<void> {
  await refuseOwnHousehold(store, scope, posting.household_id)
  await refuseIrreversible(store, posting)
  const expired = await expiredWith(store, posting)
  if (expired !== null) throw new Refused('conflict', 'reversal-of-expired', { season: expired })
}

/** Postings of the batch that no reversal names, in the order of the ledger. */
async function standingPostings(store: Store, village: number, batch: number): Promise<Lined<PostingRow>[]> {
  return store.all<Lined<PostingRow>>(
    `SELECT p.*, h.door FROM batch_lines l
       JOIN postings p ON p.village_id = l.village_id AND p.id = l.score_id
       JOIN households h ON h.id = p.household_id
       WHERE l.village_id = ? AND l.batch_id = ? AND NOT ${isReversed}
       ORDER BY p.seq`,
    village,
    batch,
  )
}

async function waitingClaims(store: Store, village: number, batch: number): Promise<Lined<ClaimRow>[]> {
  return store.all<Lined<ClaimRow>>(
    `SELECT c.*, h.door FROM batch_lines l
       JOIN claims c ON c.village_id = l.village_id AND c.request_id = l.score_id
       JOIN households h ON h.id = c.household_id
       WHERE l.village_id = ? AND l.batch_id = ? AND c.state = 'waiting' ORDER BY c.id`,
    village,
    batch,
  )
}
