/** Claims and what reviewers said of them. */
import type { Generated } from 'kysely'
import type { ClaimState } from '../../../server/domain/rules/review.ts'

export interface ReviewTables {
  claims: {
    id: Generated<number>
    village_id: number
    /** The id that the client made; the posting that comes of it has the same. */
    request_id: string
    kind: 'award' | 'deduct'
    household_id: number
    season_id: number
    rule_version_id: number
    dimension_id: number
    points: number
    /** Magnitude that was chosen when scoring, before any multiplier; null in claims of earlier builds. */
    chosen: Generated<number | null>
    units: number | null
    text: string
    occurred_on: string
    note: string | null
    reviewers: 1 | 2
    state: Generated<ClaimState>
    /** Why it was stopped. */
    reason: Generated<string | null>
    claimed_at: string
    claimed_by: number | null
    claimant: string
    decided_at: Generated<string | null>
    request: string
    /** Who made it: the staff, the household itself, or a round when it was closed. */
    source: Generated<'staff' | 'resident' | 'round'>
  }
  claim_reviews: {
    village_id: number
    claim_id: number
    user_id: number
    reviewer: string
    verdict: 'pass' | 'stop'
    request_id: string
    reviewed_at: string
  }
}
