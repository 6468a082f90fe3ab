/** Batches as staff read them. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { BatchKind } from '../../server/domain/points/batch.ts'
import { isReversed } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'

export interface BatchLine {
  id: number
  kind: BatchKind
  /** ISO 8601, UTC. */
  madeAt: string
  madeBy: string
  /** How many scores were entered together. */
  lines: number
  /** Signed sum of those that are postings. */
  points: number
  /** How many are postings, and how many of these were taken back. */
  postings: number
  reversed: number
  /** How many wait for a review. */
  waiting: number
  /** Text and day of the deed, where all lines have the same; null otherwise. */
  text: string | null
  occurredOn: string | null
  /** Of an import: the workbook's name, and how many of its lines stayed out. */
  filename: string | null
  problems: number | null
}

type BatchRow = Omit<BatchLine, 'text' | 'occurredOn'> &
  Record<'text' | 'lastText' | 'occurredOn' | 'lastDay', string>

/** @param which condition that picks rows of `batches` */
const batches = (which: string) => `
  SELECT b.id, b.kind, b.made_at AS "madeAt", b.maker AS "madeBy", count(*) AS lines,
    coalesce(sum(p.points), 0) AS points, count(p.seq) AS postings,
    sum(CASE WHEN ${isReversed} THEN 1 ELSE 0 END) AS reversed,
    sum(CASE WHEN p.seq IS NULL AND c.state = 'waiting' THEN 1 ELSE 0 END) AS waiting,
    min(coalesce(p.text, c.text)) AS text, max(coalesce(p.text, c.text)) AS "lastText",
    min(coalesce(p.occurred_on, c.occurred_on)) AS "occurredOn",
    max(coalesce(p.occurred_on, c.occurred_on)) AS "lastDay",
    min(i.filename) AS filename, min(i.problems) AS problems
  FROM (SELECT * FROM batches WHERE village_id = ? AND ${which} ORDER BY id DESC LIMIT ?) b
  JOIN batch_lines l ON l.village_id = b.village_id AND l.batch_id = b.id
  LEFT JOIN postings p ON p.village_id = l.village_id AND p.id = l.score_id
  LEFT JOIN imports i ON i.village_id = b.village_id AND i.batch_id = b.id
  LEFT JOIN claims c ON c.village_id = l.village_id AND c.request_id = l.score_id
  GROUP BY b.id, b.kind, b.made_at, b.maker
  ORDER BY b.id DESC`

/**
 * Batches, newest first.
 *
 * @param kind only those; null for all
 * @param before only those with a lower id; null from the newest
 * @param limit how many at most
 */
export async function listBatches(
  store: Store,
  village: number,
  kind: BatchKind | null,
  before: number | null,
  limit: number,
): Promise<BatchLine[]> {
  const last = before ?? Number.MAX_SAFE_INTEGER
  const rows =
    kind === null
      ? await store.all<BatchRow>(batches('id < ?'), village, last, limit)
      : await store.all<BatchRow>(batches('kind = ? AND id < ?'), village, kind, last, limit)
  return rows.map(toLine)
}

/** @throws Refused when the village has no such batch */
export async function readBatch(store: Store, village: number, id: number): Promise<BatchLine> {
  const row = await store.first<BatchRow>(batches('id = ?'), village, id, 1)
  if (!row) throw new Refused('not-found', 'unknown-batch')
  return toLine(row)
}

function toLine({ lastText, lastDay, text, occurredOn, ...line }: BatchRow): BatchLine {
  return {
    ...line,
    text: text === lastText ? text : null,
    occurredOn: occurredOn === lastDay ? occurredOn : null,
  }
}
