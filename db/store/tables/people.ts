/** Accounts, roles, sessions, and the record of changes. */
import type { Generated } from 'kysely'
import type { Role } from '../../../server/domain/people/powers.ts'

export interface PeopleTables {
  users: {
    id: Generated<number>
    username: string
    display_name: string
    password_hash: string
    created_at: string
    /** Village whose administrators look after the account; null for those of all villages alone. */
    home_village_id: number | null
    /** Equal for names that look alike; made with the account. */
    look_alike_key: Generated<string>
  }
  memberships: { user_id: number; village_id: number | null; role: Role }
  sessions: {
    token_hash: string
    previous_token_hash: string | null
    user_id: number
    /** Stays the same while the token rotates. */
    family: string
    /** ms since 1970, UTC, as the two below. */
    created_at: number
    rotated_at: number
    expires_at: number
    /** 0 while nobody has used the token that was given last. */
    confirmed: Generated<number>
  }
  audit: {
    id: Generated<number>
    village_id: number | null
    user_id: number | null
    action: string
    subject: string
    before: string | null
    after: string | null
    recorded_at: string
  }
}
