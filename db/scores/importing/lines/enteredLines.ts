import { isReversed, isTransfer } from '../../../ledger/postingSql.ts'
import type { Store } from '../../../store/store.ts'
import type { CorrectedLine, EarlierPosting } from '../ledgerComparison.ts'
import type { IdentifiedLine } from '../writtenLines.ts'
import { grouped } from './grouped.ts'

/** What makes a line and a posting the same deed. */
export const deedOf = ({
  household,
  text,
  points,
  occurredOn,
}: Omit<EarlierPosting, 'id' | 'batch'>): string => `${occurredOn}\n${household}\n${text}\n${points}`

/** Lines that equal a posting that no import wrote, such as one that was entered at the door; each posting once. */
export async function enteredLines(
  store: Store,
  village: number,
  season: number,
  lines: readonly IdentifiedLine[],
): Promise<CorrectedLine[]> {
  const days = lines.map(({ line }) => line.occurredOn).sort()
  const postings = await store.all<EarlierPosting>(
    `SELECT p.id, p.household_id AS household, p.text, p.points, p.occurred_on AS "occurredOn", NULL AS batch
       FROM postings p
       WHERE p.village_id = ? AND p.season_id = ? AND p.request <> p.id AND p.kind IN ('award', 'deduct')
         AND p.occurred_on BETWEEN ? AND ? AND NOT ${isReversed}
         AND NOT ${isTransfer}
       ORDER BY p.seq`,
    village,
    season,
    days[0] ?? '',
    days.at(-1) ?? '',
  )
  if (postings.length === 0) return []
  const left = grouped(postings, deedOf)
  return lines.flatMap((one): CorrectedLine[] => {
    const { rule: text, points, occurredOn } = one.line
    const earlier = left.get(deedOf({ household: one.household.account, text, points, occurredOn }))?.shift()
    return earlier ? [{ line: one, earlier }] : []
  })
}
