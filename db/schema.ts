/** The tables as Kysely sees them; `migrations/` is the truth. 0 and 1 stand for false and true. */
import { type Generated, type Selectable } from 'kysely'
import { type PostingKind } from '../server/domain/posting.ts'
import { type Role } from '../server/domain/powers.ts'
import { type PrivacyPreset } from '../server/domain/privacy.ts'
import { type ClaimState } from '../server/domain/review.ts'

export type Flag = 0 | 1

export interface Schema {
  installation: { only: 1; epoch: string; setup_code_hash: string | null }
  villages: {
    id: Generated<number>
    slug: string
    name: string
    slogan: Generated<string>
    timezone: string
    privacy: Generated<PrivacyPreset>
    names_deductions: Generated<Flag>
    /** JSON, `TieBreaker[]`. */
    tie_breakers: Generated<string>
    sample: Generated<Flag>
    /** Counts changes that screens cannot fold: households, groups, privacy. */
    revision: Generated<number>
    /** Id of a picture. */
    crest: Generated<string | null>
    /** JSON, `ReviewPolicy`. */
    review: Generated<string>
    /** Points of later postings are on hold until they were published; null for none. */
    holds_after: Generated<number | null>
    created_at: string
  }
  pictures: {
    id: string
    village_id: number
    width: number
    height: number
    bytes: Buffer
    created_at: string
  }
  screens: {
    id: Generated<number>
    village_id: number
    /** The `?screen=` of its address. */
    key: string
    name: string
    /** JSON, `ScreenSettings`. */
    settings: string
    /** JSON, what it last said of itself. */
    said: Generated<string>
    last_word_at: Generated<string | null>
    created_at: string
  }
  notices: {
    id: Generated<number>
    village_id: number
    title: string
    text: string
    /** Id of a picture of the same village. */
    picture: string | null
    starts_on: string
    ends_on: string
    created_at: string
    created_by: number | null
  }
  seasons: {
    id: Generated<number>
    village_id: number
    name: string
    starts_on: string
    ends_on: string
    state: 'active' | 'closed'
  }
  season_closings: {
    village_id: number
    season_id: number
    next_season_id: number
    /** The id that the client made. */
    request_id: string
    request: string
    /** JSON, `CarryTerms`. */
    carry: string
    /** The village when it closed: households, and what they could spend. */
    households: number
    balance: number
    /** How many households lost points, and how many points. */
    losing: number
    expired: number
    closed_at: string
    closed_by: number | null
  }
  dimensions: { id: Generated<number>; village_id: number; name: string; position: number }
  household_groups: { id: Generated<number>; village_id: number; name: string }
  households: {
    id: Generated<number>
    village_id: number
    group_id: number
    /** The id that the client made, or what an import made of its own. */
    request_id: string
    door: string
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
  rules: {
    id: Generated<number>
    village_id: number
    dimension_id: number
    position: number
    retired: Generated<Flag>
  }
  rule_versions: {
    id: Generated<number>
    village_id: number
    rule_id: number
    version: number
    text: string
    initials: string
    /** JSON, `RuleTerms`. */
    terms: string
    created_at: string
    created_by: number | null
  }
  chains: { village_id: number; name: string; seq: number; head: string }
  postings: {
    village_id: number
    seq: number
    id: string
    kind: PostingKind
    household_id: number
    season_id: number
    rule_version_id: number | null
    dimension_id: number | null
    points: number
    units: number | null
    text: string
    occurred_on: string
    recorded_at: string
    recorded_by: number | null
    recorder: string
    note: string | null
    reverses: number | null
    request: string
    hash: string
    restores: number | null
  }
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
  publications: {
    id: Generated<number>
    village_id: number
    request_id: string
    number: string
    from_seq: number
    to_seq: number
    head: string
    lines: number
    starts_on: string
    ends_on: string
    opens_on: string
    closes_on: string
    /** JSON, `Sheet`. */
    sheet: string
    created_at: string
    created_by: number | null
  }
  objections: {
    id: Generated<number>
    village_id: number
    request_id: string
    publication_id: number
    posting_seq: number
    objector: string
    text: string
    source: 'staff' | 'resident'
    created_at: string
    created_by: number | null
    state: Generated<'open' | 'upheld' | 'changed' | 'revoked'>
    reason: Generated<string | null>
    answered_at: Generated<string | null>
    answered_by: Generated<number | null>
    answerer: Generated<string | null>
    answer_id: Generated<string | null>
    reversal_seq: Generated<number | null>
    replacement_seq: Generated<number | null>
  }
  goods: {
    id: Generated<number>
    village_id: number
    request_id: string
    name: string
    /** Price of one, in points. */
    points: number
    value_cents: number | null
    household_limit: number | null
    is_counted: Flag
    picture: string | null
    retired: Generated<Flag>
    created_at: string
  }
  stock_movements: {
    id: Generated<number>
    village_id: number
    goods_id: number
    request_id: string
    kind: 'purchase' | 'count' | 'loss' | 'redeem' | 'return'
    /** Signed. */
    amount: number
    note: string | null
    recorded_at: string
    recorded_by: number | null
    recorder: string
  }
  desk_days: { id: Generated<number>; village_id: number; on_day: string; from_time: string; to_time: string }
  redemptions: {
    id: Generated<number>
    village_id: number
    request_id: string
    request: string
    household_id: number
    season_id: number
    on_day: string
    balance_after: number
    recorded_at: string
    recorded_by: number | null
    recorder: string
  }
  redemption_lines: {
    id: Generated<number>
    village_id: number
    redemption_id: number
    goods_id: number
    name: string
    amount: number
    /** For all of them. */
    points: number
    value_cents: number | null
    seq: number
    return_seq: Generated<number | null>
  }
  own_households: { village_id: number; user_id: number; household_id: number }
  standings: {
    village_id: number
    season_id: number
    household_id: number
    score: number
    earned: number
    deducted: number
    redeemed: number
  }
  dimension_standings: {
    village_id: number
    season_id: number
    household_id: number
    dimension_id: number
    score: number
  }
  month_totals: { village_id: number; season_id: number; month: string; dimension_id: number; score: number }
  balances: { village_id: number; household_id: number; balance: number }
  users: {
    id: Generated<number>
    username: string
    display_name: string
    password_hash: string
    created_at: string
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

export type VillageRow = Selectable<Schema['villages']>
export type SeasonRow = Selectable<Schema['seasons']>
export type PostingRow = Selectable<Schema['postings']>
export type ClaimRow = Selectable<Schema['claims']>
export type RedemptionRow = Selectable<Schema['redemptions']>
export type PublicationRow = Selectable<Schema['publications']>
export type ObjectionRow = Selectable<Schema['objections']>
