/** Households, their history, and who of the staff lives where. */
import type { Generated } from 'kysely'
import type { Flag } from './flag.ts'

export interface HouseholdsTables {
  household_groups: { id: Generated<number>; village_id: number; name: string }
  households: {
    id: Generated<number>
    village_id: number
    group_id: number
    /** The id that the client made, or what an import made of its own. */
    request_id: string
    door: string
    /** Equal for doors that look alike. */
    look_alike_key: Generated<string>
    head: string
    /** Initials of the name's pinyin, lower case. */
    initials: string
    members: number | null
    phone: string | null
    note: string | null
    opted_out: Generated<Flag>
    consented: Generated<Flag>
    created_at: string
    /** Local date on which it was merged into another one. */
    closed_on: Generated<string | null>
    merged_into: Generated<number | null>
    /** 128 random bits, base64url: what the QR code on the door plate carries. */
    door_token: string
  }
  household_history: {
    id: Generated<number>
    village_id: number
    household_id: number
    kind: string
    /** JSON, `HistoryDetails`. */
    details: string
    /** The other household of a split or merge. */
    other_id: number | null
    /** The id that the client made, for what nothing else remembers. */
    request_id: string | null
    recorded_by: number | null
    recorder: string | null
    recorded_at: string
  }
  household_transfers: {
    /** The id that the client made. */
    id: string
    village_id: number
    kind: 'split' | 'merge'
    /** Digest of the request. */
    request: string
    from_id: number
    to_id: number
    /** The postings that carried the points, null where there were none to carry. */
    first_seq: number | null
    last_seq: number | null
  }
  attributes: {
    id: Generated<number>
    village_id: number
    name: string
    /** Shown beside the doors of households that agreed. */
    is_public: Generated<Flag>
    created_at: string
  }
  household_attributes: {
    village_id: number
    household_id: number
    attribute_id: number
    /** Local date on which the household agreed that it is shown; null where it did not. */
    agreed_on: string | null
    agreed_how: string | null
    recorded_at: string
    recorded_by: number | null
  }
  own_households: { village_id: number; user_id: number; household_id: number }
}
