/** Lines of the ledger that the public sees. */
import { type BoardLine, recentLines } from '../../server/domain/board/board.ts'
import { revealsDeduction } from '../../server/domain/board/privacy.ts'
import { isTransfer, joinReversed } from '../ledger/postingSql.ts'
import type { CommittedPosting } from '../store/changes.ts'
import type { PostingRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { mustGet, type PublicHouseholds } from './publicHouseholds.ts'

/** Lines read at once: most of them are shown. */
const readAtOnce = 4 * recentLines

/** Whether the public sees the posting as a line; deductions only where the village names them, base points never. */
export function isPublicLine(
  {
    row,
    reversedKind,
  }: Pick<CommittedPosting, 'reversedKind'> & {
    row: Pick<PostingRow, 'kind' | 'points' | 'rule_version_id'>
  },
  village: VillageRow,
  bases: ReadonlySet<number>,
): boolean {
  // Every household has them on one day: a thousand lines would say nothing.
  if (row.rule_version_id !== null && bases.has(row.rule_version_id)) return false
  return village.names_deductions === 1 || !revealsDeduction(row, reversedKind)
}

/** What of a posting is in its public line. */
type LineRow = Pick<PostingRow, 'kind' | 'text' | 'points' | 'dimension_id' | 'occurred_on' | 'household_id'>

export function publicLine(row: LineRow, households: PublicHouseholds): BoardLine {
  const { door, name, group } = mustGet(households, row.household_id)
  return {
    kind: row.kind,
    text: row.text,
    points: row.points,
    dimension: row.dimension_id,
    occurredOn: row.occurred_on,
    household: { door, name, group },
  }
}

export async function recentPublicLines(
  store: Store,
  village: VillageRow,
  households: PublicHouseholds,
  bases: ReadonlySet<number>,
): Promise<BoardLine[]> {
  const lines: BoardLine[] = []
  for (let before = Number.MAX_SAFE_INTEGER; lines.length < recentLines;) {
    const rows = await store.all<
      LineRow & Pick<PostingRow, 'seq' | 'rule_version_id'> & Pick<CommittedPosting, 'reversedKind'>
    >(
      `SELECT p.seq, p.kind, p.text, p.points, p.dimension_id, p.occurred_on, p.household_id, p.rule_version_id,
              o.kind AS "reversedKind"
       FROM postings p
       ${joinReversed}
       WHERE p.village_id = ? AND p.seq < ? AND NOT ${isTransfer} ORDER BY p.seq DESC LIMIT ?`,
      village.id,
      before,
      readAtOnce,
    )
    const open = rows.filter((row) => isPublicLine({ row, reversedKind: row.reversedKind }, village, bases))
    lines.push(...open.slice(0, recentLines - lines.length).map((row) => publicLine(row, households)))
    const last = rows.at(-1)
    if (!last || rows.length < readAtOnce) break
    before = last.seq
  }
  return lines
}
