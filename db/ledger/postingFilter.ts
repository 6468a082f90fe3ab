/** Which lines of the ledger a list is about, as conditions of a query. */
import { normalizeDoor } from '../../server/domain/households/door.ts'
import type { PostingKind } from '../../server/domain/points/posting.ts'

export interface PostingFilter {
  door?: string | undefined
  /** First day of deeds, included. */
  from?: string | undefined
  /** Last day of deeds, included. */
  to?: string | undefined
  kind?: PostingKind | undefined
  /** Id of a rule, in any version. */
  rule?: number | undefined
  /** Id of a batch: its lines, and the reversals that took them back. */
  batch?: number | undefined
  /** What somebody typed, and where it is looked for. */
  text?: PostingText | undefined
}

export interface PostingText {
  /** Part of the rule's text, of the name of who recorded it, or of the note. */
  typed: string
  /** Ids of households whose lines match as well. */
  households: readonly number[]
  /** Whether notes are searched: not for people who may not read them. */
  inNotes: boolean
}

/** Conditions on postings `p` and households `h`, to follow a WHERE, and their values. */
export function conditionsOf(village: number, filter: PostingFilter): { text: string; values: unknown[] } {
  const conditions: string[] = []
  const values: unknown[] = []
  const where = (condition: string, ...given: unknown[]) => {
    conditions.push(`AND ${condition}`)
    values.push(...given)
  }
  if (filter.door !== undefined) where('h.door = ?', normalizeDoor(filter.door))
  if (filter.from !== undefined) where('p.occurred_on >= ?', filter.from)
  if (filter.to !== undefined) where('p.occurred_on <= ?', filter.to)
  if (filter.kind !== undefined) where('p.kind = ?', filter.kind)
  if (filter.rule !== undefined)
    where(
      'p.rule_version_id IN (SELECT id FROM rule_versions WHERE village_id = ? AND rule_id = ?)',
      village,
      filter.rule,
    )
  if (filter.batch !== undefined)
    where(
      `p.seq IN (
         SELECT e.seq FROM batch_lines l JOIN postings e ON e.village_id = l.village_id AND e.id = l.score_id
         WHERE l.village_id = ? AND l.batch_id = ?
         UNION SELECT r.seq FROM batch_lines l JOIN postings e ON e.village_id = l.village_id AND e.id = l.score_id
         JOIN postings r ON r.village_id = e.village_id AND r.reverses = e.seq
         WHERE l.village_id = ? AND l.batch_id = ?)`,
      village,
      filter.batch,
      village,
      filter.batch,
    )
  if (filter.text !== undefined) {
    const { typed, households, inNotes } = filter.text
    const pattern = `%${typed.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    const columns = ['p.text', 'p.recorder', ...(inNotes ? ['p.note'] : [])]
    const matches = columns.map((column) => `OR lower(${column}) LIKE ? ESCAPE '\\'`).join(' ')
    where(`(p.household_id = ANY(?) ${matches})`, households, ...columns.map(() => pattern))
  }
  return { text: conditions.join(' '), values }
}
