/**
 * Proposals (自荐): a household says itself what it did. Each waits for a review
 * like any other claim, held against the same rules and caps.
 */
import { Refused } from '../../server/domain/answers/refused.ts'
import { mostWaiting, type ResidentSettings } from '../../server/domain/people/residents.ts'
import { isInForce, type RuleTerms, type RuleWorth, worthOf } from '../../server/domain/points/points.ts'
import { recordText } from '../../server/domain/text/recordText.ts'
import type { Door } from '../households/doors.ts'
import { countWaiting, findClaim, mustFindClaim } from '../scores/claims.ts'
import { withdraw } from '../scores/review.ts'
import { ScoreWriter } from '../scores/scoreWriter.ts'
import { mustBeSame } from '../store/requests/idempotency.ts'
import type { Store } from '../store/store.ts'
import { listRules, mustFindRule } from '../villages/rulebook.ts'
import { today } from '../villages/today.ts'
import { residentSettings } from './suggestions.ts'

export interface Proposal {
  /** UUID made by the client before sending. */
  id: string
  /** Id of the rule. */
  rule: number
  units?: number | undefined
  /** Local date. */
  occurredOn: string
  /** What was done, in the household's words. */
  text: string
  /** Ids of photos that were sent before. */
  photos: readonly string[]
}

/** A rule that a household may propose by. */
export interface ProposableRule {
  id: number
  dimension: string
  text: string
  terms: RuleWorth
  /** It needs a photo. */
  evidence: boolean
}

/** Whether the village opens the rule, and it leaves no judgement: it awards points, and has no range. */
function isProposable(
  { id, terms: { effect, scale, base } }: { id: number; terms: RuleTerms },
  { proposalRules }: ResidentSettings,
): boolean {
  if (effect !== 'award' || scale.type === 'range' || scale.type === 'levels' || base) return false
  return proposalRules?.includes(id) ?? true
}

/** The rules in force today that households may propose by; none where the village takes no proposals. */
export async function proposableRules(store: Store, village: number): Promise<ProposableRule[]> {
  const settings = await residentSettings(store, village)
  if (!settings.proposals) return []
  const now = await today(store, village)
  return (await listRules(store, village))
    .filter((rule) => !rule.retired && isProposable(rule, settings) && isInForce(rule.terms, now))
    .map(({ id, dimension, text, terms }) => ({
      id,
      dimension,
      text,
      evidence: terms.evidence,
      terms: worthOf(terms),
    }))
}

/**
 * Stores a household's proposal as a claim with at least one reviewer, once per id.
 *
 * @throws Refused where the village takes none, enough of this household's wait,
 *   or the rule does not give it
 */
export async function propose(
  store: Store,
  door: Door,
  { text, ...proposal }: Proposal,
): Promise<{ fresh: boolean }> {
  const { village, household } = door
  return store.write(village, async (store) => {
    const isNew = (await findClaim(store, village, proposal.id)) === undefined
    if (isNew) await refuseNew(store, door, proposal)
    const name = recordText('household', { door: door.door })
    const writer = await ScoreWriter.open(store, { village, user: null, name, powers: new Set() })
    const request = { ...proposal, door: door.door, note: text }
    await writer.enter(request, { source: 'resident', user: null, name, reviewers: 1 })
    mustBeSame((await mustFindClaim(store, village, proposal.id)).household_id === household)
    return { fresh: (await writer.finish()) > 0 }
  })
}

async function refuseNew(
  store: Store,
  { village, household }: Door,
  { rule: id, photos }: Omit<Proposal, 'text'>,
): Promise<void> {
  const settings = await residentSettings(store, village)
  if (!settings.proposals) throw new Refused('forbidden', 'proposals-off')
  const { text, terms } = await mustFindRule(store, village, id)
  if (!isProposable({ id, terms }, settings))
    throw new Refused('unprocessable', 'not-proposable', { rule: text })
  if (terms.evidence && photos.length === 0)
    throw new Refused('unprocessable', 'proposal-photo', { rule: text })
  const count = await countWaiting(store, village, { household, source: 'resident' })
  if (count >= mostWaiting) throw new Refused('conflict', 'proposals-enough', { most: mostWaiting })
}

/** Withdraws the household's own proposal while it waits; again, nothing changes. */
export async function withdrawProposal(
  store: Store,
  { village, household }: Door,
  id: string,
): Promise<void> {
  await store.write(village, async (store) => {
    const claim = await mustFindClaim(store, village, id)
    if (claim.household_id !== household || claim.source !== 'resident')
      throw new Refused('not-found', 'unknown-claim')
    await withdraw(store, claim)
  })
}
