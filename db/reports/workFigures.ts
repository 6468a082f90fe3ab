/** How a village's month goes, for the work page. */
import { addDays, type LocalDate, localMidnight, monthOf } from '../../server/domain/calendar/calendar.ts'
import { joinReversed, movesScore } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'

/** Days of the chart. */
const chartDays = 30
/** Households without a line for so many days are named. */
const quietDays = 60
/** How many of them. */
const mostQuiet = 5

export interface WorkFigures {
  /** Of the deeds of this month, up to today. */
  month: { lines: number; points: number; households: number }
  /** Of as many days of the month before. */
  before: { lines: number; points: number }
  /** Open households of the village. */
  households: number
  /** Those that had no line for 60 days: how many, and the first by door. */
  quiet: { count: number; days: number; first: { door: string; head: string }[] }
  /** Names of the dimensions, in the village's order. */
  dimensions: string[]
  /** The last 30 days, oldest first: change of the score by dimension. */
  days: { date: LocalDate; points: number[] }[]
}

/** @param today local date where the village is */
export async function workFigures(
  store: Store,
  village: number,
  today: LocalDate,
  timezone: string,
): Promise<WorkFigures> {
  const start = `${monthOf(today)}-01`
  const startBefore = `${monthOf(addDays(start, -1))}-01`
  const endBefore = lastOf(startBefore, today)
  const firstDay = addDays(today, 1 - chartDays)
  const dimensions = await store.all<{ id: number; name: string }>(
    'SELECT id, name FROM dimensions WHERE village_id = ? ORDER BY position, id',
    village,
  )
  const sums = await store.all<{ day: string; dimension: number | null; lines: number; points: number }>(
    `SELECT p.occurred_on AS day, p.dimension_id AS dimension, count(*) AS lines,
       sum(CASE WHEN ${movesScore} THEN p.points ELSE 0 END) AS points
     FROM postings p ${joinReversed}
     WHERE p.village_id = ? AND p.occurred_on BETWEEN ? AND ? GROUP BY p.occurred_on, p.dimension_id`,
    village,
    startBefore < firstDay ? startBefore : firstDay,
    today,
  )
  const between = (from: string, to: string) => {
    const found = sums.filter(({ day }) => day >= from && day <= to)
    return {
      lines: found.reduce((sum, { lines }) => sum + lines, 0),
      points: found.reduce((sum, { points }) => sum + points, 0),
    }
  }
  const { scored } = await store.one<{ scored: number }>(
    `SELECT count(DISTINCT household_id) AS scored FROM postings
       WHERE village_id = ? AND occurred_on BETWEEN ? AND ? AND kind IN ('award', 'deduct')`,
    village,
    start,
    today,
  )
  return {
    month: { ...between(start, today), households: scored },
    before: between(startBefore, endBefore),
    ...(await quietHouseholds(store, village, localMidnight(addDays(today, -quietDays), timezone))),
    dimensions: dimensions.map(({ name }) => name),
    days: Array.from({ length: chartDays }, (_, index) => {
      const date = addDays(firstDay, index)
      const ofDay = sums.filter(({ day }) => day === date)
      return {
        date,
        points: dimensions.map(({ id }) => ofDay.find(({ dimension }) => dimension === id)?.points ?? 0),
      }
    }),
  }
}

/** The day of an earlier month with the number of `today`, or its last one. */
function lastOf(startBefore: LocalDate, today: LocalDate): LocalDate {
  const day = `${monthOf(startBefore)}-${today.slice(8)}`
  const last = addDays(`${monthOf(today)}-01`, -1)
  return day < last ? day : last
}

/** @param since ISO 8601, UTC */
async function quietHouseholds(
  store: Store,
  village: number,
  since: string,
): Promise<Pick<WorkFigures, 'households' | 'quiet'>> {
  const counted = await store.one<{ households: number; quiet: number }>(
    `SELECT count(*) AS households,
       coalesce(sum(CASE WHEN coalesce(b.last_at, '') < ? THEN 1 ELSE 0 END), 0) AS quiet
     FROM households h LEFT JOIN balances b ON b.village_id = h.village_id AND b.household_id = h.id
     WHERE h.village_id = ? AND h.closed_on IS NULL`,
    since,
    village,
  )
  const first = await store.all<{ door: string; head: string }>(
    `SELECT h.door, h.head FROM households h
     LEFT JOIN balances b ON b.village_id = h.village_id AND b.household_id = h.id
     WHERE h.village_id = ? AND h.closed_on IS NULL AND coalesce(b.last_at, '') < ?
     ORDER BY length(h.door), h.door LIMIT ?`,
    village,
    since,
    mostQuiet,
  )
  return { households: counted.households, quiet: { count: counted.quiet, days: quietDays, first } }
}
