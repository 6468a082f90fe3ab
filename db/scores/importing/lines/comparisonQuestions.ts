/** What is asked about lines that the ledger has otherwise. */
import { formatPoints, type PointUnit } from '../../../../server/domain/points/unit.ts'
import {
  type Choice,
  mostExamples,
  type Question,
  type QuestionExample,
} from '../../../../server/domain/workbook/questions/questions.ts'
import type { DoorHistory } from '../../../households/doorHistory.ts'
import type { CorrectedLine, EarlierPosting, LedgerComparison } from '../ledgerComparison.ts'
import { questionId } from '../questionId.ts'

const choice = (code: Choice['code']): Choice => ({ value: code, code })

/** The questions that a comparison raises; each holds for this workbook and this ledger alone. */
export function comparisonQuestions(
  { corrected, ofOther, entered, gone, reversed }: LedgerComparison,
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
    ...aboutLines('lines-entered', entered, examplesOf(entered), {
      choices: [choice('keep'), choice('add')],
      preset: 'keep',
    }),
    // Most workbooks hold a month, not all that was ever imported.
    ...aboutPostings('lines-gone', gone, [{ value: 'keep', code: 'stay' }, choice('reverse')], doors, unit),
    ...aboutPostings('lines-reversed', reversed, [], doors, unit),
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
      params: { count: lines.length, example: `${door} ${what}${before && ` ${before} → ${after}`}` },
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
  if (points === earlier.points && occurredOn === earlier.occurredOn)
    return { ...place, what: `${occurredOn} ${rule} ${figure(points)}`, before: '', after: '' }
  if (points === earlier.points)
    return { ...place, what: `${rule} ${figure(points)}`, before: earlier.occurredOn, after: occurredOn }
  return { ...place, what: `${occurredOn} ${rule}`, before: figure(earlier.points), after: figure(points) }
}

/** What holds unless somebody says otherwise, or what is said alone. */
function aboutPostings(
  code: Question['code'],
  postings: readonly EarlierPosting[],
  choices: readonly Choice[],
  doors: DoorHistory,
  unit: PointUnit,
): Question[] {
  const examples = postings.slice(0, mostExamples).map(({ household, text, points, occurredOn }) => ({
    ...{ sheet: '', row: null, door: doors.doorsOf(household)[0] ?? '' },
    ...{ head: doors.headsOf(household)[0] ?? '', what: `${occurredOn} ${text}` },
    ...{ before: formatPoints(points, unit), after: '' },
  }))
  const [first] = examples
  if (!first) return []
  return [
    {
      id: questionId(
        code,
        postings.map(({ id }) => id),
      ),
      ...{ code, sheet: '', row: null, examples, choices, preset: 'keep' },
      params: { count: postings.length, example: `${first.door} ${first.what} ${first.before}` },
    },
  ]
}
