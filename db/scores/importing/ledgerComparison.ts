/** What of an office's lines the ledger has otherwise: corrected since, left out, or written for another household. */
import { isReversed } from '../../ledger/postingSql.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeLine } from '../officeRecords.ts'
import { enteredLines } from './lines/enteredLines.ts'
import { grouped } from './lines/grouped.ts'
import {
  ofOtherHousehold,
  wholeImports,
  withOtherItem,
  type WorkbookFacts,
} from './lines/likelyCorrections.ts'
import type { IdentifiedLine, WrittenLines } from './writtenLines.ts'

/** A posting that an earlier import wrote, and that is in force. */
export interface EarlierPosting {
  id: string
  household: number
  text: string
  points: number
  occurredOn: string
  /** The import that wrote it; null where that is not known. */
  batch: number | null
}

/** A line, and the earlier posting that it may be. */
export interface CorrectedLine {
  line: IdentifiedLine
  earlier: EarlierPosting
}

export interface LedgerComparison {
  /** New lines that correct nothing. */
  fresh: IdentifiedLine[]
  /** They differ from an earlier posting of their household by points, day, or item alone. */
  corrected: CorrectedLine[]
  /** They are as an earlier posting of another household: one that had their door before, or one that lacks it now. */
  ofOther: CorrectedLine[]
  /** They are as a posting that somebody entered, and no import wrote. */
  entered: CorrectedLine[]
  /** Earlier postings of the workbook's days that it does not have any more. */
  gone: EarlierPosting[]
  /** Earlier postings that the workbook has, and that somebody took back. */
  reversed: EarlierPosting[]
}

export interface ComparedWorkbook extends WorkbookFacts {
  /** The account of the household that had a door before the present one, or before the workbook moved it. */
  formerAt: (door: string) => number | undefined
  /** First and last day of the whole workbook. */
  span: readonly string[]
}

/**
 * Compares new lines with what earlier imports of the season wrote. A line that an import wrote under another id,
 * read by an earlier build, is known by household, rule, day and points, and is not new.
 *
 * @param lines that are new by their ids
 */
export async function compareWithLedger(
  store: Store,
  village: number,
  season: number,
  written: WrittenLines,
  lines: readonly IdentifiedLine[],
  { formerAt, span, ...facts }: ComparedWorkbook,
): Promise<LedgerComparison> {
  const all = await store.all<EarlierPosting & { reversed: number }>(
    `SELECT p.id, p.household_id AS household, p.text, p.points, p.occurred_on AS "occurredOn", l.batch_id AS batch,
            CASE WHEN ${isReversed} THEN 1 ELSE 0 END AS reversed
       FROM postings p LEFT JOIN batch_lines l ON l.village_id = p.village_id AND l.score_id = p.id
       WHERE p.village_id = ? AND p.season_id = ? AND p.request = p.id AND p.kind IN ('award', 'deduct')
       ORDER BY p.seq`,
    village,
    season,
  )
  const imported = all.filter(({ reversed }) => reversed === 0)
  const reversed = all.filter((one) => one.reversed === 1 && written.matched.has(one.id))
  const left = grouped(
    imported.filter(({ id }) => !written.matched.has(id)),
    ({ household, text }) => keyOf(household, text),
  )
  /** Takes the line's earlier posting out of what is left. */
  const take = (account: number, { rule }: OfficeLine, fits: (earlier: EarlierPosting) => boolean) => {
    const candidates = left.size > 0 ? (left.get(keyOf(account, rule)) ?? []) : []
    const place = candidates.findIndex(fits)
    return place === -1 ? null : (candidates.splice(place, 1)[0] ?? null)
  }
  const isSame =
    ({ points, occurredOn }: OfficeLine) =>
    (earlier: EarlierPosting) =>
      earlier.points === points && earlier.occurredOn === occurredOn
  const unknown = lines.filter(({ household, line }) => !take(household.account, line, isSame(line)))
  /** Those that find an earlier posting go to `found`; the others are given back. */
  const sift = (
    from: readonly IdentifiedLine[],
    found: CorrectedLine[],
    find: (one: IdentifiedLine) => EarlierPosting | null,
  ) =>
    from.filter((line) => {
      const earlier = find(line)
      if (earlier) found.push({ line, earlier })
      return !earlier
    })
  const entered = await enteredLines(store, village, season, unknown)
  const ofOther: CorrectedLine[] = []
  const own = sift(without(unknown, entered), ofOther, ({ household, line }) => {
    const former = formerAt(line.door)
    return former === undefined || former === household.account ? null : take(former, line, isSame(line))
  })
  const [from = '', to = ''] = span
  const isInSpan = ({ occurredOn }: EarlierPosting) => occurredOn >= from && occurredOn <= to
  const corrected: CorrectedLine[] = []
  const ofOtherPoints = sift(own, corrected, ({ household, line }) =>
    take(household.account, line, ({ occurredOn }) => occurredOn === line.occurredOn),
  )
  const stillLeft = new Set([...left.values()].flat())
  const restated = new Set(imported.filter((one) => !stillLeft.has(one)).map(({ batch }) => batch))
  // A workbook of one month says nothing of the deeds of another.
  const isInMonths = ({ occurredOn }: EarlierPosting) =>
    occurredOn.slice(0, 7) >= from.slice(0, 7) && occurredOn.slice(0, 7) <= to.slice(0, 7)
  const onOtherDay = (line: IdentifiedLine, fits: (earlier: EarlierPosting) => boolean) =>
    take(line.household.account, line.line, (one) => one.points === line.line.points && fits(one))
  const ofOtherDays = sift(ofOtherPoints, corrected, (line) =>
    onOtherDay(line, (one) => isInMonths(one) && (isInSpan(one) || restated.has(one.batch))),
  )
  const elsewhere: CorrectedLine[] = []
  sift(ofOtherDays, elsewhere, (line) => onOtherDay(line, isInMonths))
  const ofWholeImports = wholeImports(elsewhere, imported.filter(isInMonths))
  corrected.push(...ofWholeImports)
  const others = without(ofOtherDays, ofWholeImports)
  const inSpan = [...left.values()].flat().filter(isInSpan)
  const [ofItem, gone] = paired(withOtherItem(others, inSpan, facts), inSpan)
  corrected.push(...ofItem)
  const unlike = without(others, ofItem)
  const [ofHousehold, lost] = paired(ofOtherHousehold(unlike, gone, facts), gone)
  ofOther.push(...ofHousehold)
  return { fresh: without(unlike, ofHousehold), corrected, ofOther, entered, gone: lost, reversed }
}

/** The pairs, and the postings that are in none. */
function paired(
  pairs: CorrectedLine[],
  postings: readonly EarlierPosting[],
): [pairs: CorrectedLine[], rest: EarlierPosting[]] {
  const taken = new Set(pairs.map(({ earlier }) => earlier))
  return [pairs, postings.filter((one) => !taken.has(one))]
}

function without(lines: readonly IdentifiedLine[], pairs: readonly CorrectedLine[]): IdentifiedLine[] {
  const taken = new Set(pairs.map(({ line }) => line))
  return lines.filter((one) => !taken.has(one))
}

const keyOf = (household: number, rule: string) => `${household}\n${rule}`
