/** The chain of postings, and the totals that are kept beside it. */
import type { PostingContent } from '../../../server/domain/points/canonicalPosting.ts'
import type { PostingKind } from '../../../server/domain/points/posting.ts'

export interface LedgerTables {
  chains: { village_id: number; name: string; seq: number; head: string }
  postings: PostingContent & { village_id: number; hash: string }
  /** Postings of earlier builds whose text was stored other than it was hashed. */
  altered_postings: {
    village_id: number
    seq: number
    /** JSON array: what was hashed at each U+FFFD of the posting, as JSON writes it. */
    surrogates: string
    found_at: string
  }
  /** Where a ledger was proven last. */
  proven_heads: {
    village_id: number
    seq: number
    head: string
    /** Digest of all totals as they were at this seq. */
    totals: string
  }
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
  line_totals: {
    village_id: number
    season_id: number
    month: string
    kind: PostingKind
    /** Of a reversal, what it reverses. */
    reversed_kind: PostingKind | null
    dimension_id: number | null
    text: string
    lines: number
    points: number
  }
  month_totals: { village_id: number; season_id: number; month: string; dimension_id: number; score: number }
  entry_totals: {
    village_id: number
    /** As `quarterOf` gives it. */
    quarter: string
    recorder: string
    lines: number
    /** Change of the score. */
    points: number
    deductions: number
    reversals: number
    /** ISO 8601, UTC. */
    last_at: string
  }
  balances: {
    village_id: number
    household_id: number
    balance: number
    /** When the household's last line was entered: ISO 8601, UTC. */
    last_at: string
  }
}
