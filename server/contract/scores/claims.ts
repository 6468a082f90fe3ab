import { z } from 'zod'
import { roles } from '../../domain/people/powers.ts'
import { claimStates } from '../../domain/rules/review.ts'
import { door, householdSearch } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { cursorQuery } from '../fields/page.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { asTyped, manyLines } from '../fields/text.ts'
import { evidenceView } from '../households/photos.ts'

/** Why somebody may not review a claim. */
export const hindrances = [
  'claim-decided',
  'no-power',
  'own-claim',
  'own-token',
  'own-visit',
  'own-household',
  'reviewed-before',
] as const

/** A score that waits for a review, or what became of it. */
export const claimView = z.object({
  id: z.string(),
  kind: z.enum(['award', 'deduct']),
  door,
  head: z.string(),
  group: z.string(),
  dimension: z.string(),
  /** Id of the rule. */
  rule: z.int(),
  /** The rule's text as it was when the claim was made. */
  text: z.string(),
  /** Signed. */
  points,
  units: z.number().nullable(),
  occurredOn: localDate,
  note: privateTo('claim-note', z.string().nullable()),
  /** The rule asks for it. */
  evidence: z.boolean(),
  ...evidenceView,
  /** How many people must pass it. */
  reviewers: z.int(),
  state: z.enum(claimStates),
  /** Why it was stopped. */
  reason: privateTo('claim-note', z.string().nullable()),
  /** UTC. */
  claimedAt: z.string(),
  claimedBy: z.string(),
  decidedAt: z.string().nullable(),
  /** Who passed or stopped it so far, in their order. */
  reviewedBy: z.array(z.string()),
  /** Seq of the posting that came of it. */
  seq: z.int().nullable(),
  /** Entered by the caller. */
  isOwn: z.boolean(),
  /** Who made it: the staff, the household itself, or a round when it was closed. */
  source: z.enum(['staff', 'resident', 'round']),
  /** Why the caller may not review it; null when they may. */
  hindrance: z.enum(hindrances).nullable(),
})
export type ClaimView = z.infer<typeof claimView>

export const claimQuery = z.object({
  q: householdSearch.optional(),
  state: z.enum(claimStates).optional(),
  rule: z.coerce.number().int().optional(),
  group: asTyped(0, 32).optional(),
  /** `own`: only those that the caller entered. */
  whose: z.enum(['own', 'all']).default('all'),
  /** What stands together. */
  by: z.enum(['rule', 'date', 'group', 'newest']).default('rule'),
  ...cursorQuery,
})

export const claimPage = z.object({
  items: z.array(claimView),
  next: z.string().nullable(),
  /** How many there are in all by this filter. */
  total: z.int(),
})

/** How many claims one act may pass. */
export const mostClaims = 500

/** Passes all of these; `id` makes a second try the same act. */
export const claimPass = z.object({ id: clientId, claims: z.array(clientId).min(1).max(mostClaims) })

export const claimsPassed = z.object({
  /** `posted`: it counts now; `first`: a second reviewer must pass it too. */
  passed: z.array(z.object({ id: z.string(), outcome: z.enum(['posted', 'first']) })),
  /** Those that could not be passed, each with a sentence; they still wait. */
  refused: z.array(z.object({ door: z.string(), code: z.string(), detail: z.string() })),
})
export type ClaimsPassed = z.infer<typeof claimsPassed>

export const claimStop = z.object({ id: clientId, reason: manyLines(1, 200) })

/** What waits for a review beside what its rule lets wait. */
export const reviewPolicy = z.object({
  /** What people enter who may do so by these roles alone. */
  roles: z.array(z.enum(roles)).max(roles.length),
  /** Scores above this many points, given or taken. */
  over: boundedPoints(0, 100_000).nullable(),
  /** Every deduction. */
  deductions: z.boolean(),
})
