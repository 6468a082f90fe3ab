/** SQL fragments about a posting `p`, shared by the queries over the ledger. */
import { scoringKinds } from '../../server/domain/points/posting.ts'

/** Condition: a reversal took posting `p` back. */
export const isReversed = `EXISTS (SELECT 1 FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq)`

/** Condition: posting `p` moved points from one household to another (a split or a merge). */
export const isTransfer = `EXISTS (SELECT 1 FROM household_transfers t
  WHERE t.village_id = p.village_id AND p.seq BETWEEN t.first_seq AND t.last_seq)`

/** Join: where `p` is a reversal, `o` is the posting that it takes back. */
export const joinReversed = `LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses`

/** The kinds that move the score, as an SQL list. */
export const scoringList = `(${scoringKinds.map((kind) => `'${kind}'`).join(', ')})`

/** Condition, after `joinReversed`: posting `p` moves the score; a reversal counts as what it takes back. */
export const movesScore = `coalesce(o.kind, p.kind) IN ${scoringList}`
