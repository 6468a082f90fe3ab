/** Connections with other programs: access tokens, what they entered, and webhooks. */
import type { Generated } from 'kysely'
import type { PauseReason, WebhookEvent, WebhookFault } from '../../../server/domain/connections/webhooks.ts'

export interface ConnectionsTables {
  api_tokens: {
    id: Generated<number>
    /** Null for all villages. */
    village_id: number | null
    name: string
    /** First characters of the secret, by which people recognise it. */
    prefix: string
    /** SHA-256 of the secret, hex. */
    hash: string
    /** JSON, `TokenScope`s. */
    scopes: string
    /** Last local date on which it is valid. */
    expires_on: string
    /** UTC, ISO 8601, as all moments here. */
    expires_at: string
    created_at: string
    created_by: number | null
    /** Kept once a minute at most. */
    last_used_at: Generated<string | null>
    revoked_at: Generated<string | null>
    revoked_by: Generated<number | null>
  }
  /** Which token entered a score; `score_id` is the id of the claim and of the posting. */
  token_scores: { village_id: number; score_id: string; token_id: number }
  webhooks: {
    id: Generated<number>
    /** Null for all villages. */
    village_id: number | null
    name: string
    url: string
    /** Host and port of the address, where an administrator approved plain HTTP and private addresses. */
    approved_host: string | null
    /** JSON, `WebhookEvent`s. */
    events: string
    /** Key of the signatures. */
    secret: string
    state: Generated<'active' | 'paused'>
    pause_reason: Generated<PauseReason | null>
    /** Failed tries since the last delivery. */
    failures: Generated<number>
    /** ms since 1970, UTC, as the one below; 0 for at once. */
    next_try_at: Generated<number>
    /** While a process sends; after its death others go on then. */
    claimed_until: Generated<number>
    created_at: string
    created_by: number | null
  }
  webhook_cursors: {
    webhook_id: number
    village_id: number
    event: string
    /** Number of the last posting, or id of the last row, that is in a delivery. */
    position: number
    /** ms since 1970, UTC: villages take turns. */
    moved_at: number
  }
  webhook_deliveries: {
    id: Generated<number>
    webhook_id: number
    village_id: number
    /** UUID, the same at each try. */
    delivery: string
    event: WebhookEvent | 'test'
    first: number
    last: number
    state: 'waiting' | 'delivered' | 'failed'
    tries: Generated<number>
    /** HTTP status of the last answer. */
    status: Generated<number | null>
    fault: Generated<WebhookFault | null>
    created_at: string
    tried_at: Generated<string | null>
  }
}
