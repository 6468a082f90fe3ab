/** A household's own secrets, sessions and suggestions. */
import type { Generated } from 'kysely'

export interface ResidentsTables {
  household_secrets: {
    village_id: number
    household_id: number
    /** SHA-256 of the card link's secret, 128 random bits. */
    card_hash: string
    /** Argon2 of the six digits. */
    code_hash: string
    /** The id that the client made, for all the cards of one call. */
    request_id: string
    created_at: string
    created_by: number | null
  }
  /** Codes that were tried, by door in normal form; ms since 1970, UTC. */
  code_tries: { village_id: number; door: string; tried_at: number }
  resident_sessions: {
    token_hash: string
    village_id: number
    household_id: number
    /** ms since 1970, UTC, as the one below. */
    created_at: number
    expires_at: number
  }
  suggestions: {
    id: Generated<number>
    village_id: number
    request_id: string
    household_id: number
    text: string
    created_at: string
    answer: Generated<string | null>
    answer_id: Generated<string | null>
    answered_at: Generated<string | null>
    answered_by: Generated<number | null>
    answerer: Generated<string | null>
  }
}
