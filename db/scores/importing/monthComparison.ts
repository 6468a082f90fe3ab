/** Points of a month as a whole beside its deeds, one of them from an earlier import: both would count. */
import { formatPoints, type PointUnit } from '../../../server/domain/points/unit.ts'
import { recordText } from '../../../server/domain/text/recordText.ts'
import { mostExamples, type Question } from '../../../server/domain/workbook/questions/questions.ts'
import type { DoorHistory } from '../../households/doorHistory.ts'
import { isReversed } from '../../ledger/postingSql.ts'
import type { SeasonRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeOpening, OfficeRecords } from '../officeRecords.ts'
import type { NewHouseholds } from './newRows.ts'
import { questionId } from './questionId.ts'
import type { IdentifiedLine } from './writtenLines.ts'

/** What is new of a workbook, and stands in the ledger in the other way for the same household and month. */
interface Overlap<Entries> {
  entries: Entries[]
  doubled: Entry<Entries>[]
  /** The first household and month, with the sums of both; null without entries. */
  example: { door: string; month: string; earlier: number; now: number } | null
}

export interface MonthOverlaps {
  /** New deeds of months that the ledger has as a whole. */
  deeds: Overlap<IdentifiedLine>
  /** New points of whole months whose deeds the ledger has. */
  wholes: Overlap<OfficeOpening>
}

/** Without anything that counts double. */
export const noOverlaps: MonthOverlaps = {
  deeds: { entries: [], doubled: [], example: null },
  wholes: { entries: [], doubled: [], example: null },
}

interface Entry<From> {
  from: From
  sheet: string
  row: number | null
  /** Of its posting. */
  text: string
  door: string
  account: number
  day: string
  points: number
}

const keyOf = ({ account, day }: { account: number; day: string }) => `${account} ${day.slice(0, 7)}`

/** Whether an opening is the points of its month, as its text says. */
function isOfMonth(text: string, day: string): boolean {
  return text === recordText('points-of-month', { month: String(Number(day.slice(5, 7))) })
}

/**
 * Finds what of a workbook would count beside what earlier imports wrote. What the workbook has in both ways is
 * asked about while it is read, and not here.
 *
 * @param fresh its lines and openings that the ledger has not for their months
 */
export async function compareMonths(
  store: Store,
  village: number,
  season: SeasonRow,
  { lines, openings = [] }: OfficeRecords,
  fresh: { lines: readonly IdentifiedLine[]; openings: readonly OfficeOpening[] },
  households: NewHouseholds,
): Promise<MonthOverlaps> {
  const accountOf = (door: string) => households.find(door)?.household.account ?? 0
  const wholesOf = (all: readonly OfficeOpening[]) =>
    all.flatMap((from): Entry<OfficeOpening>[] => {
      const { sheet = '', row = null, door, text, occurredOn: day, points } = from
      return day !== null && isOfMonth(text, day)
        ? [{ from, sheet, row, text, door, account: accountOf(door), day, points }]
        : []
    })
  const newWholes = wholesOf(fresh.openings)
  const earlierWholes =
    fresh.lines.length > 0 ? await earlierSums(store, village, season, 'wholes') : new Map<string, number>()
  const earlierDeeds =
    newWholes.length > 0 ? await earlierSums(store, village, season, 'deeds') : new Map<string, number>()
  const ownWholes = new Set(wholesOf(openings).map(keyOf))
  const ownDeeds = new Set(
    earlierDeeds.size > 0
      ? lines.map(({ door, occurredOn }) => keyOf({ account: accountOf(door), day: occurredOn }))
      : [],
  )
  return {
    // Nearly no village has points of whole months.
    deeds:
      earlierWholes.size > 0
        ? overlapOf(fresh.lines.map(entryOf), earlierWholes, ownWholes)
        : noOverlaps.deeds,
    wholes: overlapOf(newWholes, earlierDeeds, ownDeeds),
  }
}

function entryOf(from: IdentifiedLine): Entry<IdentifiedLine> {
  const { sheet = '', row = null, door, rule: text, occurredOn: day, points } = from.line
  return { from, sheet, row, text, door, account: from.household.account, day, points }
}

/** The sums that earlier imports of the season wrote, by household and month. */
async function earlierSums(
  store: Store,
  village: number,
  season: SeasonRow,
  wanted: 'wholes' | 'deeds',
): Promise<Map<string, number>> {
  const earlier = await store.all<{ account: number; day: string; text: string; points: number }>(
    `SELECT p.household_id AS account, p.occurred_on AS day, p.text, p.points
       FROM postings p
       WHERE p.village_id = ? AND p.season_id = ? AND p.request = p.id AND NOT ${isReversed}
         AND ${wanted === 'wholes' ? "p.kind = 'opening'" : "p.kind IN ('award', 'deduct')"}`,
    village,
    season.id,
  )
  const sums = new Map<string, number>()
  for (const one of earlier)
    if (wanted === 'deeds' || isOfMonth(one.text, one.day))
      sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.points)
  return sums
}

function overlapOf<From>(
  fresh: readonly Entry<From>[],
  earlier: ReadonlyMap<string, number>,
  own: ReadonlySet<string>,
): Overlap<From> {
  const doubled = fresh.filter((one) => earlier.has(keyOf(one)) && !own.has(keyOf(one)))
  const [first] = doubled
  if (!first) return { entries: [], doubled: [], example: null }
  const key = keyOf(first)
  const now = doubled.filter((one) => keyOf(one) === key).reduce((sum, { points }) => sum + points, 0)
  return {
    entries: doubled.map(({ from }) => from),
    doubled,
    example: { door: first.door, month: first.day.slice(0, 7), earlier: earlier.get(key) ?? 0, now },
  }
}

/** Asks whether they count all the same. */
export function monthQuestions(
  { deeds, wholes }: MonthOverlaps,
  doors: DoorHistory,
  unit: PointUnit,
): Question[] {
  return [
    ...overlapQuestion('month-in-ledger', deeds, doors, unit),
    ...overlapQuestion('deeds-in-ledger', wholes, doors, unit),
  ]
}

function overlapQuestion(
  code: 'month-in-ledger' | 'deeds-in-ledger',
  { doubled, example }: Overlap<unknown>,
  doors: DoorHistory,
  unit: PointUnit,
): Question[] {
  const [first] = doubled
  if (!example || !first) return []
  const { door, month, earlier, now } = example
  const { sheet, row } = first
  return [
    {
      id: questionId(
        code,
        doubled.map(({ door, day, text, points }) => [door, day, text, points]),
      ),
      ...{ code, sheet, row },
      params: {
        ...{ count: doubled.length, door, month },
        ...{ earlier: formatPoints(earlier, unit), now: formatPoints(now, unit) },
      },
      choices: [
        { value: 'keep', code: 'keep' },
        { value: 'add', code: 'add' },
      ],
      preset: null,
      examples: doubled.slice(0, mostExamples).map(({ sheet, row, door, account, day, text, points }) => ({
        ...{ sheet, row, door, head: doors.headsOf(account)[0] ?? '', what: `${day} ${text}` },
        ...{ before: '', after: formatPoints(points, unit) },
      })),
    },
  ]
}
