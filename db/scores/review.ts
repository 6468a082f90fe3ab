/** Reviewing (一键评议): claims are passed, many with one key, or stopped with a reason. */
import { Refused, type RefusedLine } from '../../server/domain/answers/refused.ts'
import { doorOf } from '../households/doors.ts'
import { type Draft, Appender } from '../ledger/appender.ts'
import { once } from '../store/requests/idempotency.ts'
import type { ClaimRow, Schema } from '../store/schema.ts'
import { ownerScope, requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { assessClaim } from './assessment/assessment.ts'
import { baseDraft } from './assessment/basePoints.ts'
import { findClaim, hindranceFor, mustFindClaim } from './claims.ts'
import { announceResults } from './roundResults.ts'

/** What a pass did to one claim. */
export interface Passed {
  id: string
  /** `posted`: it counts now; `first`: another reviewer must pass it too. */
  outcome: 'posted' | 'first'
}

export interface ReviewResult {
  passed: Passed[]
  /** Claims that could not be passed, in the order of the request; they still wait. */
  refused: (RefusedLine & { door: string })[]
}

/**
 * Passes claims (通过), each on its own: what cannot pass is named, the others
 * count. The same request again gives the same result.
 *
 * @param id made by the client, for the whole act
 * @throws Refused when there is only one and it cannot be passed, and when the id
 *   came before with other claims or for another act
 */
export async function passClaims(
  store: Store,
  scope: Scope,
  id: string,
  claims: readonly string[],
): Promise<ReviewResult> {
  requirePower(scope, 'review')
  return store.write(scope.village, async (store) => {
    // Stores the content alone: the claims themselves show what the request did.
    await once(store, scope.village, 'pass', { id, claims }, async () => 0)
    const appender = await Appender.open(store, scope.village)
    const passed: Passed[] = []
    const refused: ReviewResult['refused'] = []
    for (const [index, claim] of [...new Set(claims)].entries()) {
      try {
        passed.push({ id: claim, outcome: await passOne(store, scope, appender, id, claim) })
      } catch (error) {
        if (!(error instanceof Refused) || claims.length === 1) throw error
        const household = (await findClaim(store, scope.village, claim))?.household_id
        const door = household === undefined ? '' : ((await doorOf(store, scope.village, household)) ?? '')
        refused.push({ index, door, code: error.code, params: error.params })
      }
    }
    await appender.finish()
    store.announce({ type: 'waiting', village: scope.village })
    await announceResults(
      store,
      scope.village,
      passed.map(({ id: claim }) => claim),
    )
    return { passed, refused }
  })
}

async function passOne(
  store: Store,
  scope: Scope,
  appender: Appender,
  request: string,
  id: string,
): Promise<Passed['outcome']> {
  const claim = await mustFindClaim(store, scope.village, id)
  if (await passedBy(store, scope, claim, request)) return claim.state === 'waiting' ? 'first' : 'posted'
  await refuseHindered(store, scope, claim)
  const earlier = await countPasses(store, claim)
  if (earlier + 1 < claim.reviewers) {
    await writeReview(store, scope, claim, 'pass', request)
    return 'first'
  }
  const { points, base, season } = await assessClaim(store, claim)
  await writeReview(store, scope, claim, 'pass', request)
  await decide(store, claim, 'passed', null)
  if (base) await appender.append(baseDraft(base, claim.household_id, season, ownerScope(scope.village)))
  await appender.append(postingOf(claim, points))
  return 'posted'
}

/** What a claim becomes once it is passed: the rule's text and the deed as they were claimed. */
function postingOf(claim: ClaimRow, points: number): Draft {
  return {
    id: claim.request_id,
    kind: claim.kind,
    household_id: claim.household_id,
    season_id: claim.season_id,
    rule_version_id: claim.rule_version_id,
    dimension_id: claim.dimension_id,
    points,
    units: claim.units,
    text: claim.text,
    occurred_on: claim.occurred_on,
    recorded_at: new Date().toISOString(),
    recorded_by: claim.claimed_by,
    recorder: claim.claimant,
    note: claim.note,
    request: claim.request,
  }
}

/**
 * Stops a claim (不通过), with a reason that its author reads; the same request
 * again changes nothing.
 *
 * @throws Refused when it was decided already, is not this person's to review, or
 *   when the id came before for something else
 */
export async function stopClaim(
  store: Store,
  scope: Scope,
  id: string,
  stop: { id: string; reason: string },
): Promise<void> {
  requirePower(scope, 'review')
  await store.write(scope.village, async (store) => {
    const claim = await mustFindClaim(store, scope.village, id)
    await once(store, scope.village, 'stop', { ...stop, claim: id }, async () => {
      await stopOne(store, scope, claim, stop)
      return claim.id
    })
  })
}

async function stopOne(
  store: Store,
  scope: Scope,
  claim: ClaimRow,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  // Whoever passed it first may stop it instead; that pass is deleted below.
  const hindrance = await hindranceFor(store, scope, claim)
  if (hindrance !== null && hindrance !== 'reviewed-before') throw new Refused('forbidden', hindrance)
  await store.run(
    'DELETE FROM claim_reviews WHERE village_id = ? AND claim_id = ? AND user_id = ?',
    scope.village,
    claim.id,
    scope.user,
  )
  await writeReview(store, scope, claim, 'stop', id)
  await decide(store, claim, 'stopped', reason)
  store.announce({ type: 'waiting', village: scope.village })
}

/** Takes the own claim back while it waits; again, nothing happens. */
export async function withdrawClaim(store: Store, scope: Scope, id: string): Promise<void> {
  if (!scope.powers.has('inspect')) requirePower(scope, 'enter')
  await store.write(scope.village, async (store) => {
    const claim = await mustFindClaim(store, scope.village, id)
    if (claim.claimed_by !== scope.user) throw new Refused('forbidden', 'not-own-claim')
    await withdraw(store, claim)
  })
}

/** Takes a claim back in the name of who made it; call it in a transaction. */
export async function withdraw(store: Store, claim: ClaimRow): Promise<void> {
  if (claim.state === 'withdrawn') return
  if (claim.state !== 'waiting') throw new Refused('conflict', 'claim-decided')
  await decide(store, claim, 'withdrawn', null)
  store.announce({ type: 'waiting', village: claim.village_id })
}

async function refuseHindered(store: Store, scope: Scope, claim: ClaimRow): Promise<void> {
  const hindrance = await hindranceFor(store, scope, claim)
  if (hindrance === 'claim-decided') throw new Refused('conflict', hindrance)
  if (hindrance !== null) throw new Refused('forbidden', hindrance)
}

/** Whether this very request has passed the claim before. */
async function passedBy(store: Store, scope: Scope, claim: ClaimRow, request: string): Promise<boolean> {
  return (
    (await store.first(
      `SELECT 1 FROM claim_reviews WHERE village_id = ? AND claim_id = ? AND user_id = ? AND request_id = ? AND verdict = 'pass'`,
      claim.village_id,
      claim.id,
      scope.user,
      request,
    )) !== undefined
  )
}

async function countPasses(store: Store, claim: ClaimRow): Promise<number> {
  const { count } = await store.one<{ count: number }>(
    `SELECT count(*) AS count FROM claim_reviews WHERE village_id = ? AND claim_id = ? AND verdict = 'pass'`,
    claim.village_id,
    claim.id,
  )
  return count
}

async function writeReview(
  store: Store,
  scope: Scope,
  claim: ClaimRow,
  verdict: Schema['claim_reviews']['verdict'],
  request: string,
): Promise<void> {
  if (scope.user === null) throw new Error('a review needs a person')
  await store.insert('claim_reviews', {
    village_id: scope.village,
    claim_id: claim.id,
    user_id: scope.user,
    reviewer: scope.name,
    verdict,
    request_id: request,
    reviewed_at: new Date().toISOString(),
  })
}

async function decide(
  store: Store,
  claim: ClaimRow,
  state: 'passed' | 'stopped' | 'withdrawn',
  reason: string | null,
): Promise<void> {
  const changes = await store.update(
    'claims',
    { village_id: claim.village_id, id: claim.id, state: 'waiting' },
    { state, reason, decided_at: new Date().toISOString() },
  )
  if (changes !== 1) throw new Error('a claim was decided twice')
}
