import { Refused } from '../../server/domain/answers/refused.ts'
import { isRedemption, opposite, type PostingKind } from '../../server/domain/points/posting.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { mustFindPosting, reversedBy } from '../ledger/findPosting.ts'
import { isTransfer } from '../ledger/postingSql.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { type RequestDigest, requestDigest } from '../store/requests/requestDigest.ts'
import type { PostingRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import type { Written } from './enterScores.ts'
import { restoredOf } from './restoredPoints.ts'
import { announceResults } from './roundResults.ts'

/** A posting to take back, and why. */
export interface ReversalRequest {
  /** UUID made by the client before sending. */
  id: string
  reason: string
}

/**
 * Takes a posting back by a reversal (冲正) with the opposite points; both stay.
 *
 * @param posting id of the posting to reverse
 * @throws Refused when there is no such posting, when it was reversed before,
 *   when it is a reversal itself, a deduction of which points were given back, or
 *   carried points from one household to another, when points of the household
 *   expired since, and when the household was merged into another one
 */
export async function reversePosting(
  store: Store,
  scope: Scope,
  posting: string,
  request: ReversalRequest,
): Promise<Written> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['reversal', posting, request.reason])
    const earlier = await madeBefore(store, scope.village, 'postings', request.id, digest)
    if (earlier) return { seqs: [earlier.seq], fresh: false }
    const original = await mustFindPosting(store, scope.village, posting)
    await refuseOwnHousehold(store, scope, original.household_id)
    await refuseIrreversible(store, original)
    const expired = await expiredWith(store, original)
    if (expired !== null) throw new Refused('conflict', 'reversal-of-expired', { season: expired })
    const appender = await Appender.open(store, scope.village)
    const { row } = await appender.append(reversalOf(original, request, scope, digest), original.kind)
    await appender.finish()
    await announceResults(store, scope.village, [posting])
    return { seqs: [row.seq], fresh: true }
  })
}

/** @throws Refused for what cannot be taken back, or was already */
export async function refuseIrreversible(store: Store, posting: PostingRow): Promise<void> {
  const refusal = await irreversibility(store, posting)
  if (refusal) throw refusal
}

/** Why the posting cannot be taken back; null when it can. */
export async function irreversibility(store: Store, posting: PostingRow): Promise<Refused | null> {
  const { kind, village_id: village, seq } = posting
  // Goods came or went with it: the desk takes them back.
  if (isRedemption(kind)) return new Refused('conflict', 'reversal-of-redemption')
  if (kind === 'reversal') return new Refused('conflict', 'reversal-of-reversal')
  if (await isPartOfTransfer(store, posting)) return new Refused('conflict', 'transfer-reversal')
  if (kind === 'carry') return new Refused('conflict', 'reversal-of-carry')
  const reversal = await reversedBy(store, village, seq)
  if (reversal !== null) return new Refused('conflict', 'reversed-before', { seq, by: reversal })
  // A reversal gives a deduction back whole: what was restored would be given back twice.
  const restore = kind === 'deduct' ? (await restoredOf(store, posting)).by : null
  return restore === null ? null : new Refused('conflict', 'deduction-restored', { seq, by: restore })
}

/**
 * The season with whose end points of the household expired after the posting
 * was written; null when none did. What expired was written off in one sum: a
 * reversal would take or give a second time what of the posting was in it.
 */
export async function expiredWith(
  store: Store,
  { village_id, household_id, seq }: Pick<PostingRow, 'village_id' | 'household_id' | 'seq'>,
): Promise<string | null> {
  const season = await store.first<{ name: string }>(
    `SELECT s.name FROM postings p
       JOIN season_closings c ON c.village_id = p.village_id AND c.season_id = p.season_id
         AND c.request = p.request
       JOIN seasons s ON s.village_id = c.village_id AND s.id = c.season_id
       WHERE p.village_id = ? AND p.household_id = ? AND p.seq > ? AND p.kind = 'carry'
       ORDER BY p.seq LIMIT 1`,
    village_id,
    household_id,
    seq,
  )
  if (season) return season.name
  const period = await store.first<{ name: string }>(
    `SELECT c.period AS name FROM postings p
       JOIN period_closings c ON c.village_id = p.village_id AND c.request = p.request AND c.ends_on = p.occurred_on
       WHERE p.village_id = @village AND p.household_id = @household AND p.seq > @seq AND p.kind = 'carry'
         AND EXISTS (SELECT 1 FROM postings e
           WHERE e.village_id = p.village_id AND e.seq = @seq AND e.occurred_on <= c.ends_on)
       ORDER BY p.seq LIMIT 1`,
    { village: village_id, household: household_id, seq },
  )
  return period?.name ?? null
}

/** Whether the posting is one half of points going from one household to another. */
async function isPartOfTransfer(store: Store, { village_id: village, seq }: PostingRow): Promise<boolean> {
  return (
    (await store.first(
      `SELECT 1 FROM postings p WHERE p.village_id = ? AND p.seq = ? AND ${isTransfer}`,
      village,
      seq,
    )) !== undefined
  )
}

/** The reversal of a posting, before the ledger numbers it; in the name of the scope's person. */
export function reversalOf(
  original: PostingRow,
  { id, reason }: ReversalRequest,
  scope: Scope,
  digest: RequestDigest,
) {
  return {
    id,
    kind: 'reversal' as PostingKind,
    household_id: original.household_id,
    season_id: original.season_id,
    rule_version_id: original.rule_version_id,
    dimension_id: original.dimension_id,
    points: opposite(original.points),
    units: original.units,
    text: original.text,
    // The deed's own day, so that the month it counted in loses it again.
    occurred_on: original.occurred_on,
    recorded_at: new Date().toISOString(),
    recorded_by: scope.user,
    recorder: scope.name,
    note: reason,
    reverses: original.seq,
    request: digest.stored,
  }
}
