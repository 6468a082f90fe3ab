/** Particulars of households that a list has otherwise than the village, and households that it leaves out. */
import { isSameGroup, ungrouped } from '../../../../server/domain/workbook/lists/groups.ts'
import type { QuestionCode } from '../../../../server/domain/workbook/questions/codes.ts'
import {
  type Choice,
  mostExamples,
  type Question,
  type QuestionExample,
} from '../../../../server/domain/workbook/questions/questions.ts'
import { attributesByHousehold } from '../../../households/attributes/attributes.ts'
import type { HouseholdDetails } from '../../../households/changeHouseholds.ts'
import type { DoorHistory } from '../../../households/doorHistory.ts'
import type { Store } from '../../../store/store.ts'
import type { OfficeHousehold } from '../../officeRecords.ts'
import { questionId } from '../questionId.ts'

/** What the village has noted about an open household. */
export interface Particulars {
  id: number
  members: number | null
  phone: string | null
  note: string | null
  /** Names. */
  attributes: string[]
}

export async function readParticulars(store: Store, village: number): Promise<Particulars[]> {
  const households = await store.all<Omit<Particulars, 'attributes'>>(
    'SELECT id, members, phone, note FROM households WHERE village_id = ? AND closed_on IS NULL ORDER BY id',
    village,
  )
  const names = await attributesByHousehold(store, village)
  return households.map((one) => ({ ...one, attributes: names.get(one.id) ?? [] }))
}

const fields = ['group', 'members', 'phone', 'note', 'attributes'] as const
type Field = (typeof fields)[number]

const codeOf = {
  group: 'groups-differ',
  members: 'members-differ',
  phone: 'phones-differ',
  note: 'notes-differ',
  attributes: 'attributes-differ',
} as const satisfies Record<Field, QuestionCode>

/** Something that the list has otherwise. */
export interface Difference {
  listed: OfficeHousehold
  /** Its present door. */
  now: string
  head: string
  field: Field
  before: string
  after: string
  change: Partial<HouseholdDetails>
  /** Names of attributes that the village does not have for it. */
  added?: string[]
}

export interface HouseholdDifferences {
  differences: Difference[]
  /** Households that the list does not have. */
  gone: { door: string; head: string; group: string }[]
}

export const noDifferences: HouseholdDifferences = { differences: [], gone: [] }

/** Which of the village's households the listed ones are. */
export interface ListedAs {
  /** The household; null for a new one, and for one whose door is asked about still or stays out. */
  householdOf: (one: OfficeHousehold) => number | null
  /** Whether the household gets the listed door and group. */
  isMoved: (one: OfficeHousehold) => boolean
  /** Households that the list names, or may name. */
  named: ReadonlySet<number>
}

/** What is empty in the list is no difference, but a list with households is taken to be the whole one. */
export function compareHouseholds(
  listed: readonly OfficeHousehold[],
  particulars: readonly Particulars[],
  doors: DoorHistory,
  { householdOf, isMoved, named }: ListedAs,
): HouseholdDifferences {
  if (listed.length === 0) return noDifferences
  const known = new Map(particulars.map((one) => [one.id, one]))
  const compared = new Set<number>()
  const differences = listed.flatMap((one) => {
    const own = known.get(householdOf(one) ?? 0)
    if (!own || compared.has(own.id)) return []
    compared.add(own.id)
    const group = doors.groupOf(own.id) ?? ungrouped
    const names = { listed: one, now: doors.doorsOf(own.id)[0] ?? '', head: one.head }
    return fields.flatMap((field): Difference[] => {
      if (field === 'attributes') return missingAttributes(names, own, one.attributes)
      const [before, after] = [field === 'group' ? group : own[field], one[field]]
      if (after === null || after === before) return []
      if (field === 'group' && (isMoved(one) || one.group === ungrouped || isSameGroup(one.group, group)))
        return []
      const written = { before: String(before ?? ''), after: String(after) }
      return [{ ...names, field, ...written, change: { [field]: after } }]
    })
  })
  const gone = particulars
    .filter(({ id }) => !named.has(id))
    .map(({ id }) => ({
      door: doors.doorsOf(id)[0] ?? '',
      head: doors.headsOf(id)[0] ?? '',
      group: doors.groupOf(id) ?? '',
    }))
  return { differences, gone }
}

/** A list says which attributes a household has; those that it does not name stay. */
function missingAttributes(
  names: Pick<Difference, 'listed' | 'now' | 'head'>,
  { attributes: own }: Particulars,
  listed: readonly string[] = [],
): Difference[] {
  const had = new Set(own.map((name) => name.normalize('NFC')))
  const added = listed.filter((name) => !had.has(name.normalize('NFC')))
  const [before, after] = [own.join(' '), [...own, ...added].join(' ')]
  return added.length === 0 ? [] : [{ ...names, field: 'attributes', before, after, change: {}, added }]
}

const takenOrLeft: readonly Choice[] = [
  { value: 'as-village', code: 'as-village' },
  { value: 'as-workbook', code: 'as-workbook' },
]

/** One question for each field, and what is said about households that the list leaves out. */
export function differenceQuestions(
  { differences, gone }: HouseholdDifferences,
  mayGiveAttributes: boolean,
): Question[] {
  const ofFields = fields.flatMap((field) => {
    const own = differences.filter((one) => one.field === field)
    const examples = own.map(
      ({ listed: { sheet = '', row = null, door }, head, before, after }): QuestionExample => ({
        ...{ sheet, row, door, head, what: '', before, after },
      }),
    )
    const isAllowed = field !== 'attributes' || mayGiveAttributes
    return questionAbout(codeOf[field], examples, isAllowed ? takenOrLeft : takenOrLeft.slice(0, 1))
  })
  const goneExamples = gone.map(({ door, head, group }): QuestionExample => ({
    ...{ sheet: '', row: null, door, head, what: group, before: '', after: '' },
  }))
  return [...ofFields, ...questionAbout('households-gone', goneExamples, [])]
}

/** A question that changes nothing in the village unless somebody says so. */
export function questionAbout(
  code: QuestionCode,
  examples: readonly QuestionExample[],
  choices: readonly Choice[],
): Question[] {
  const [first] = examples
  if (!first) return []
  return [
    {
      id: questionId(
        code,
        examples.map(({ door, what, before, after }) => [door, what, before, after]),
      ),
      ...{ code, sheet: '', row: null, choices, preset: 'as-village' },
      params: { count: examples.length, example: shownExample(first) },
      examples: examples.slice(0, mostExamples),
    },
  ]
}

function shownExample({ door, head, what, before, after }: QuestionExample): string {
  const names = [door, head, what].filter(Boolean).join(' ')
  return before === '' && after === '' ? names : `${names} ${before || '—'} → ${after}`
}

/** The changes that somebody chose, by the households' present doors. */
export function chosenChanges(
  { differences }: HouseholdDifferences,
  answers: (code: QuestionCode) => string | null,
): { door: string; change: Partial<HouseholdDetails>; added?: string[] }[] {
  return differences
    .filter(({ field }) => answers(codeOf[field]) === 'as-workbook')
    .map(({ listed: { door }, change, added }) => ({ door, change, ...(added && { added }) }))
}
