/** The ledger as staff read it. */
import type { PostingKind } from '../../server/domain/points/posting.ts'
import { type Evidence, evidenceOf, noEvidence } from '../photos/photos.ts'
import { inOrder } from '../store/inOrder.ts'
import { unindexed } from '../store/sqlite/unindexed.ts'
import type { Store } from '../store/store.ts'
import { conditionsOf, type PostingFilter } from './postingFilter.ts'

/** One line of the ledger with the names beside it. */
export interface PostingLine extends Evidence {
  id: string
  seq: number
  hash: string
  kind: PostingKind
  door: string
  head: string
  group: string
  dimension: string | null
  text: string
  points: number
  units: number | null
  occurredOn: string
  recordedAt: string
  recordedBy: string
  note: string | null
  reverses: number | null
  reversedBy: number | null
  /** Seq of the deduction that a restore gives points back of. */
  restores: number | null
  /** Of a deduction: points given back since, reversed restores left out. */
  restored: number
  /** Id of the batch that it was entered in. */
  batch: number | null
  /** Reviewers who passed it; empty without a review. */
  reviewedBy: string[]
}

/** Restores have an index of their own. */
const lines = `
  SELECT p.id, p.seq, p.hash, p.kind, h.door, h.head, g.name AS "group", d.name AS dimension, p.text,
         p.points, p.units, p.occurred_on AS "occurredOn", p.recorded_at AS "recordedAt",
         p.recorder AS "recordedBy", p.note, p.reverses,
         (SELECT r.seq FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq) AS "reversedBy",
         p.restores,
         (SELECT coalesce(sum(b.points), 0) FROM postings b
          WHERE ${unindexed('b.village_id')} = p.village_id AND b.restores = p.seq AND NOT EXISTS
            (SELECT 1 FROM postings r WHERE r.village_id = b.village_id AND r.reverses = b.seq)) AS restored,
         (SELECT string_agg(w.reviewer, '\n' ORDER BY w.reviewed_at) FROM claims c JOIN claim_reviews w ON w.claim_id = c.id
          WHERE c.village_id = p.village_id AND c.request_id = p.id) AS reviewers,
         (SELECT l.batch_id FROM batch_lines l
          WHERE l.village_id = p.village_id AND l.score_id = p.id) AS batch,
         CASE WHEN EXISTS (SELECT 1 FROM photos f WHERE f.village_id = p.village_id AND f.subject = p.id)
           OR EXISTS (SELECT 1 FROM round_results e WHERE e.village_id = p.village_id AND e.score_id = p.id)
         THEN 1 ELSE 0 END AS "mayHavePhotos"
  FROM postings p
  JOIN households h ON h.id = p.household_id
  JOIN household_groups g ON g.id = h.group_id
  LEFT JOIN dimensions d ON d.id = p.dimension_id
  WHERE p.village_id = ?`

/** The lines of these numbers, in the order asked for. */
export async function postingLines(store: Store, village: number, seqs: number[]): Promise<PostingLine[]> {
  const rows = (
    await inOrder(
      seqs,
      async (seq) => (await store.first<LineRow>(`${lines} AND p.seq = ?`, village, seq)) ?? [],
    )
  ).flat()
  return toLines(store, village, rows)
}

type LineRow = Omit<PostingLine, 'reviewedBy' | keyof Evidence> & {
  reviewers: string | null
  /** 0 where there is no use in looking for any. */
  mayHavePhotos: 0 | 1
}

async function toLines(store: Store, village: number, rows: LineRow[]): Promise<PostingLine[]> {
  const subjects = rows.flatMap(({ id, mayHavePhotos }) => (mayHavePhotos ? id : []))
  const evidence = subjects.length > 0 ? await evidenceOf(store, village, subjects) : null
  return rows.map(({ reviewers, mayHavePhotos: _known, ...line }) => ({
    ...line,
    reviewedBy: reviewers === null ? [] : reviewers.split('\n'),
    ...(evidence?.get(line.id) ?? noEvidence),
  }))
}

/**
 * Lines by filter, newest first.
 *
 * @param before only lines with a lower seq; null from the newest
 * @param limit how many at most
 */
export async function listPostings(
  store: Store,
  village: number,
  filter: PostingFilter,
  before: number | null,
  limit: number,
): Promise<PostingLine[]> {
  const { text, values } = conditionsOf(village, filter)
  const below = before === null ? '' : 'AND p.seq < ?'
  const rows = await store.all<LineRow>(
    `${lines} ${text} ${below} ORDER BY p.seq DESC LIMIT ?`,
    village,
    ...values,
    ...(before === null ? [] : [before]),
    limit,
  )
  return toLines(store, village, rows)
}
