/** The canonical content of a posting, from which its hash is made. */
import type { PostingKind } from './posting.ts'

/** Every stored field of a posting but the hash itself. */
export interface PostingContent {
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
  /** Seq of the posting that a reversal takes back. */
  reverses: number | null
  /** Digest of the request that asked for it. */
  request: string
  /** Seq of the deduction that a restore gives points back of. */
  restores: number | null
}

/** What stands before the first posting of a village. */
export const chainOrigin = '0'.repeat(64)

/**
 * The text whose SHA-256 is the posting's hash: a JSON array of the format's
 * version, the chain's name (the village's slug when it was created), the
 * previous posting's hash and all fields in the order below. Anyone with the
 * postings can recompute the chain from it.
 *
 * `restores` came later: it stands last, and only where it says something, so
 * that every posting written before has the hash it had. A list of twenty and
 * one of twenty-one can never read the same.
 *
 * @param chain a name for the chain that no other village has
 * @param previousHash hex; `chainOrigin` for the first posting
 */
export function canonicalPosting(chain: string, previousHash: string, posting: PostingContent): string {
  return JSON.stringify([
    1,
    chain,
    previousHash,
    posting.seq,
    posting.id,
    posting.kind,
    posting.household_id,
    posting.season_id,
    posting.rule_version_id,
    posting.dimension_id,
    posting.points,
    posting.units,
    posting.text,
    posting.occurred_on,
    posting.recorded_at,
    posting.recorded_by,
    posting.recorder,
    posting.note,
    posting.reverses,
    posting.request,
    ...(posting.restores === null ? [] : [posting.restores]),
  ])
}
