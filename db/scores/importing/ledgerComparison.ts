/** What of an office's lines the ledger has otherwise: corrected since, left out, or written for another household. */
import { formatPoints, type PointUnit } from '../../../server/domain/points/unit.ts'
import {
  type Choice,
  mostExamples,
  type Question,
  type QuestionExample,
} from '../../../server/domain/workbook/questions/questions.ts'
import type { DoorHistory } from '../../households/doorHistory.ts'
import { isReversed } from '../../ledger/postingSql.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeLine } from '../officeRecords.ts'
import { ofOtherHousehold, withOtherItem, type WorkbookFacts } from './lines/likelyCorrections.ts'
import { questionId } from './questionId.ts'
import type { IdentifiedLine, WrittenLines } from './writtenLines.ts'

/** A posting that an earlier import wrote, and that is in force. */
export interface EarlierPosting {
  id: string
  household: number
  text: string
  points: number
  occurredOn: string
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
  /** Earlier postings of the workbook's days that it does not have any more. */
  gone: EarlierPosting[]
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
  const imported = await store.all<EarlierPosting>(
    `SELECT p.id, p.household_id AS household, p.text, p.points, p.occurred_on AS "occurredOn"
       FROM postings p
       WHERE p.village_id = ? AND p.season_id = ? AND p.request = p.id AND p.kind IN ('award', 'deduct')
         AND NOT ${isReversed}
       ORDER BY p.seq`,
    village,
    season,
  )
  const left = new Map<string, EarlierPosting[]>()
  for (const earlier of imported)
    if (!written.matched.has(earlier.id)) {
      const key = keyOf(earlier.household, earlier.text)
      left.set(key, [...(left.get(key) ?? []), earlier])
    }
  /** Takes the line's earlier posting out of what is left. */
  const take = (account: number, { rule }: OfficeLine, fits: (earlier: EarlierPosting) => boolean) => {
    const key = keyOf(account, rule)
    const candidates = left.get(key) ?? []
    const found = candidates.find(fits)
    if (!found) return null
    left.set(
      key,
      candidates.filter((one) => one !== found),
    )
    return found
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
  const ofOther: CorrectedLine[] = []
  const own = sift(unknown, ofOther, ({ household, line }) => {
    const former = formerAt(line.door)
    return former === undefined || former === household.account ? null : take(former, line, isSame(line))
  })
  const [from = '', to = ''] = span
  // A workbook of one month says nothing of the deeds of another.
  const isInMonths = ({ occurredOn }: EarlierPosting) =>
    occurredOn.slice(0, 7) >= from.slice(0, 7) && occurredOn.slice(0, 7) <= to.slice(0, 7)
  const corrected: CorrectedLine[] = []
  const others = sift(own, corrected, ({ household, line }) =>
    take(
      household.account,
      line,
      (one) => one.occurredOn === line.occurredOn || (one.points === line.points && isInMonths(one)),
    ),
  )
  const inSpan = [...left.values()].flat().filter(({ occurredOn }) => occurredOn >= from && occurredOn <= to)
  const [ofItem, gone] = paired(withOtherItem(others, inSpan, facts), inSpan)
  corrected.push(...ofItem)
  const unlike = without(others, ofItem)
  const [ofHousehold, lost] = paired(ofOtherHousehold(unlike, gone, facts), gone)
  ofOther.push(...ofHousehold)
  return { fresh: without(unlike, ofHousehold), corrected, ofOther, gone: lost }
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

const choice = (code: Choice['code']): Choice => ({ value: code, code })

/** The questions that a comparison raises; each holds for this workbook and this ledger alone. */
export function comparisonQuestions(
  { corrected, ofOther, gone }: LedgerComparison,
  doors: DoorHistory,
  unit: PointUnit,
): Question[] {
  const examplesOf = (lines: readonly CorrectedLine[], isOther = false) =>
    lines.slice(0, mostExamples).map((line) => lineExample(line, doors, unit, isOther))
  return [
    ...aboutLines('lines-corrected', corrected, examplesOf(corrected), {
      choices: [choice('replace'), choice('add'), choice('keep')],
      preset: null,
    }),
    ...aboutLines('lines-of-other-doors', ofOther, examplesOf(ofOther, true), {
      choices: [choice('replace'), choice('add'), choice('keep')],
      preset: null,
    }),
    ...aboutGone(gone, doors, unit),
  ]
}

function aboutLines(
  code: Question['code'],
  lines: readonly CorrectedLine[],
  examples: readonly QuestionExample[],
  offered: Pick<Question, 'choices' | 'preset'>,
): Question[] {
  const [first] = examples
  if (!first) return []
  const { sheet, row, door, what, before, after } = first
  return [
    {
      id: questionId(code, lines.map(contentOf)),
      ...{ code, sheet, row, examples, ...offered },
      params: { count: lines.length, example: `${door} ${what} ${before} → ${after}` },
    },
  ]
}

const contentOf = ({ line: { line }, earlier }: CorrectedLine) => [
  ...[line.door, line.rule, line.occurredOn, line.points],
  earlier.id,
]

/** What differs between a line and its earlier posting. */
function lineExample(
  { line: { line, household }, earlier }: CorrectedLine,
  doors: DoorHistory,
  unit: PointUnit,
  isOther: boolean,
): QuestionExample {
  const { sheet = '', row = null, door, rule, points, occurredOn } = line
  const figure = (of: number) => formatPoints(of, unit)
  const place = { sheet, row, door, head: doors.headsOf(household.household)[0] ?? '' }
  if (isOther) {
    const before = `${doors.doorsOf(earlier.household)[0] ?? ''} ${doors.headsOf(earlier.household)[0] ?? ''}`
    return {
      ...place,
      what: `${occurredOn} ${rule} ${figure(points)}`,
      before,
      after: `${door} ${place.head}`,
    }
  }
  if (rule !== earlier.text)
    return { ...place, what: `${occurredOn} ${figure(points)}`, before: earlier.text, after: rule }
  if (points === earlier.points)
    return { ...place, what: `${rule} ${figure(points)}`, before: earlier.occurredOn, after: occurredOn }
  return { ...place, what: `${occurredOn} ${rule}`, before: figure(earlier.points), after: figure(points) }
}

function aboutGone(gone: readonly EarlierPosting[], doors: DoorHistory, unit: PointUnit): Question[] {
  const examples = gone.slice(0, mostExamples).map(({ household, text, points, occurredOn }) => ({
    ...{ sheet: '', row: null, door: doors.doorsOf(household)[0] ?? '' },
    ...{ head: doors.headsOf(household)[0] ?? '', what: `${occurredOn} ${text}` },
    ...{ before: formatPoints(points, unit), after: '' },
  }))
  const [first] = examples
  if (!first) return []
  return [
    {
      id: questionId(
        'lines-gone',
        gone.map(({ id }) => id),
      ),
      ...{ code: 'lines-gone', sheet: '', row: null, examples },
      params: { count: gone.length, example: `${first.door} ${first.what} ${first.before}` },
      choices: [{ value: 'keep', code: 'stay' }, choice('reverse')],
      // Most workbooks hold a month, not all that was ever imported.
      preset: 'keep',
    },
  ]
}
