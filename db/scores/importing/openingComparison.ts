/** Points from before the ledger, or of a month, that the ledger has otherwise: both would count. */
import { formatPoints, type PointUnit } from '../../../server/domain/points/unit.ts'
import {
  mostExamples,
  type Question,
  type QuestionExample,
} from '../../../server/domain/workbook/questions/questions.ts'
import type { DoorHistory } from '../../households/doorHistory.ts'
import { isReversed } from '../../ledger/postingSql.ts'
import type { SeasonRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeOpening } from '../officeRecords.ts'
import type { NewHouseholds } from './newRows.ts'
import { questionId } from './questionId.ts'

interface EarlierOpening {
  id: string
  account: number
  day: string
  text: string
  points: number
  /** 1 for one that somebody entered, and no import wrote. */
  entered: number
}

/** An opening that differs from an earlier one of its household, day and text by its points alone. */
export interface CorrectedOpening {
  opening: OfficeOpening
  earlier: EarlierOpening
}

interface OpeningComparison {
  /** Openings that the ledger has not, and that correct nothing. */
  fresh: OfficeOpening[]
  corrected: CorrectedOpening[]
}

/** Finds the openings whose household has another one of their day and text from an earlier import, or one that was entered. */
export async function compareOpenings(
  store: Store,
  village: number,
  season: SeasonRow,
  openings: readonly OfficeOpening[],
  households: NewHouseholds,
): Promise<OpeningComparison> {
  if (openings.length === 0) return { fresh: [], corrected: [] }
  const known = await store.all<EarlierOpening>(
    `SELECT p.id, p.household_id AS account, p.occurred_on AS day, p.text, p.points,
            CASE WHEN p.request = p.id THEN 0 ELSE 1 END AS entered
       FROM postings p
       WHERE p.village_id = ? AND p.season_id = ? AND p.kind = 'opening' AND NOT ${isReversed}
       ORDER BY p.seq`,
    village,
    season.id,
  )
  const left = new Map<number, EarlierOpening[]>()
  for (const one of known) left.set(one.account, [...(left.get(one.account) ?? []), one])
  const take = (opening: OfficeOpening, fits: (earlier: EarlierOpening) => boolean) => {
    const account = households.find(opening.door)?.household.account ?? 0
    const day = opening.occurredOn ?? season.starts_on
    const own = left.get(account) ?? []
    // What somebody entered has words of its own.
    const isSame = ({ text, entered }: EarlierOpening) =>
      entered === 1 ? opening.occurredOn === null : text === opening.text || text === opening.formerText
    const found = own.find((one) => one.day === day && isSame(one) && fits(one))
    left.set(
      account,
      own.filter((one) => one !== found),
    )
    return found
  }
  const unknown = openings.filter(
    (opening) => !take(opening, ({ points, entered }) => entered === 0 && points === opening.points),
  )
  const corrected: CorrectedOpening[] = []
  const fresh = unknown.filter((opening) => {
    const earlier = take(opening, () => true)
    if (earlier) corrected.push({ opening, earlier })
    return !earlier
  })
  return { fresh, corrected }
}

/** Asks what to do with them. */
export function openingQuestions(
  corrected: readonly CorrectedOpening[],
  households: NewHouseholds,
  doors: DoorHistory,
  unit: PointUnit,
): Question[] {
  const examples = corrected.slice(0, mostExamples).map(({ opening, earlier }): QuestionExample => {
    const { sheet = '', row = null, door, text, points } = opening
    const household = households.find(door)?.household.household ?? 0
    return {
      ...{ sheet, row, door, head: doors.headsOf(household)[0] ?? '', what: text },
      ...{ before: formatPoints(earlier.points, unit), after: formatPoints(points, unit) },
    }
  })
  const [first] = examples
  if (!first) return []
  const { sheet, row, door, what, before, after } = first
  return [
    {
      id: questionId(
        'openings-corrected',
        corrected.map(({ opening: { door, text, points }, earlier: { id } }) => [door, text, points, id]),
      ),
      ...{ code: 'openings-corrected', sheet, row, examples },
      params: { count: corrected.length, example: `${door} ${what} ${before} → ${after}` },
      choices: [
        { value: 'replace', code: 'replace' },
        { value: 'add', code: 'add' },
        { value: 'keep', code: 'keep' },
      ],
      preset: null,
    },
  ]
}
