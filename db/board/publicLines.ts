/** Lines of the ledger that the public sees. */
import { type BoardLine, recentLines } from '../../server/domain/board/board.ts'
import { revealsDeduction } from '../../server/domain/board/privacy.ts'
import { isTransfer, joinReversed } from '../ledger/postingSql.ts'
import type { CommittedPosting } from '../store/changes.ts'
import type { PostingRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { mustGet, type PublicHouseholds } from './publicHouseholds.ts'

/** Whether the public sees the posting as a line; deductions only where the village names them. */
export function isPublicLine({ row, reversedKind }: CommittedPosting, village: VillageRow): boolean {
  return village.names_deductions === 1 || !revealsDeduction(row, reversedKind)
}

export function publicLine(row: PostingRow, households: PublicHouseholds): BoardLine {
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

export function recentPublicLines(
  store: Store,
  village: VillageRow,
  households: PublicHouseholds,
): BoardLine[] {
  const rows = store
    .prepare(
      `SELECT p.*, o.kind AS reversedKind
       FROM postings p
       ${joinReversed}
       WHERE p.village_id = ? AND NOT ${isTransfer} ORDER BY p.seq DESC`,
    )
    .iterate(village.id) as IterableIterator<PostingRow & Pick<CommittedPosting, 'reversedKind'>>
  const lines: BoardLine[] = []
  for (const row of rows) {
    if (isPublicLine({ row, reversedKind: row.reversedKind }, village))
      lines.push(publicLine(row, households))
    if (lines.length === recentLines) break
  }
  return lines
}
