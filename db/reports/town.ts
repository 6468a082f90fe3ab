/** Several villages side by side, for a town: figures of one period, and nothing of any household. */
import { Refused } from '../../server/domain/answers/refused.ts'
import {
  type DateRange,
  daysBetween,
  isWholeMonth,
  type LocalDate,
  monthsOf,
  periodAround,
} from '../../server/domain/calendar/calendar.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import { joinReversed, movesScore } from '../ledger/postingSql.ts'
import { powersIn } from '../people/users.ts'
import { activeSeason } from '../seasons/seasons.ts'
import type { SeasonRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { listDimensions } from '../villages/dimensions.ts'
import { listVillages } from '../villages/findVillages.ts'
import { unitOf } from '../villages/pointUnit.ts'

export interface TownVillage {
  slug: string
  name: string
  sample: boolean
  unit: PointUnit
  timezone: string
  /** First and last day of deeds that the figures speak of. */
  from: LocalDate
  to: LocalDate
  households: number
  /** Households with at least one posting in the period. */
  active: number
  /** Score of the period. */
  points: number
  byDimension: { name: string; points: number }[]
  /** Every month that the period touches, oldest first. */
  months: { month: string; points: number }[]
  /** When the last posting was recorded, UTC; null for an empty ledger. */
  lastAt: string | null
  seq: number
  /** First 8 hex digits of the last posting's hash; empty for an empty ledger. */
  head: string
}

/** A longer period is a slip of the keyboard. */
const mostYears = 10

/** A posting with what it counts as: a reversal as what it reverses. */
const counted = `
  FROM postings p
  ${joinReversed}
  WHERE p.village_id = @village AND p.occurred_on BETWEEN @from AND @to AND p.dimension_id IS NOT NULL
    AND ${movesScore}`

/** The villages that this person may read, the sample last. */
export async function townVillages(store: Store, user: number): Promise<VillageRow[]> {
  const villages: VillageRow[] = []
  for (const village of await listVillages(store))
    if ((await powersIn(store, user, village.id)).has('read')) villages.push(village)
  return villages
}

export interface Period {
  from?: LocalDate | undefined
  to?: LocalDate | undefined
}

/**
 * One village's figures.
 *
 * @param period days given or not; what is missing is the begin or end of the village's own season
 * @throws Refused when the period ends before it begins, or is longer than ten years
 */
export async function readTownVillage(
  store: Store,
  village: VillageRow,
  period: Period,
): Promise<TownVillage> {
  return store.read(async (store) => {
    const { id, slug, name } = village
    const season = await activeSeason(store, id)
    const range = rangeOf(village, season, period)
    const cells = await scoreCells(store, id, range)
    const dimensions = await listDimensions(store, id)
    const sumOf = (of: ScoreCell[]) => of.reduce((sum, { points }) => sum + points, 0)
    const ledger = await store.one<{ seq: number; head: string; lastAt: string | null; households: number }>(
      `SELECT c.seq, c.head, p.recorded_at AS "lastAt",
         (SELECT count(*) FROM households WHERE village_id = @id)
           - (SELECT count(*) FROM households WHERE village_id = @id AND closed_on IS NOT NULL) AS households
       FROM chains c LEFT JOIN postings p ON p.village_id = c.village_id AND p.seq = c.seq
       WHERE c.village_id = @id`,
      { id },
    )
    return {
      slug,
      name,
      sample: village.sample === 1,
      unit: unitOf(village),
      timezone: village.timezone,
      ...range,
      households: ledger.households,
      active: await activeHouseholds(store, id, range, season),
      points: sumOf(cells),
      byDimension: dimensions.map((dimension) => ({
        name: dimension.name,
        points: sumOf(cells.filter((cell) => cell.dimension === dimension.id)),
      })),
      months: monthsOf(range).map((month) => ({
        month,
        points: sumOf(cells.filter((cell) => cell.month === month)),
      })),
      lastAt: ledger.lastAt,
      seq: ledger.seq,
      head: ledger.seq === 0 ? '' : ledger.head.slice(0, 8),
    }
  })
}

function rangeOf(village: VillageRow, season: SeasonRow | undefined, { from, to }: Period): DateRange {
  const year = periodAround(from ?? to ?? village.created_at.slice(0, 10), 'year', { from: '', to: '' })
  const range = { from: from ?? season?.starts_on ?? year.from, to: to ?? season?.ends_on ?? year.to }
  if (range.from > range.to) throw new Refused('unprocessable', 'period-backwards', { ...range })
  if (daysBetween(range.from, range.to) > mostYears * 366)
    throw new Refused('unprocessable', 'period-too-long', { years: mostYears })
  return range
}

interface ScoreCell {
  month: string
  dimension: number
  points: number
}

/** Score by month and dimension: whole months from the totals, days of the months cut off from the postings. */
async function scoreCells(store: Store, village: number, range: DateRange): Promise<ScoreCell[]> {
  const months = monthsOf(range)
  const whole = months.filter((month) => isWholeMonth(month, range))
  const cells =
    whole.length === 0
      ? []
      : await store.all<ScoreCell>(
          `SELECT month, dimension_id AS dimension, sum(score) AS points FROM month_totals
             WHERE village_id = @village AND month BETWEEN @from AND @to GROUP BY 1, 2`,
          { village, from: whole[0], to: whole[whole.length - 1] },
        )
  const days = `
    SELECT substr(p.occurred_on, 1, 7) AS month, p.dimension_id AS dimension, sum(p.points) AS points
    ${counted} GROUP BY 1, 2`
  for (const month of months.filter((one) => !whole.includes(one))) {
    const { from, to } = periodAround(`${month}-01`, 'month', range)
    const part = { from: from < range.from ? range.from : from, to: to > range.to ? range.to : to }
    cells.push(...(await store.all<ScoreCell>(days, { village, ...part })))
  }
  return cells
}

/**
 * Households that were not closed and have a posting. Of a whole season, those with a standing: a household gets one
 * with its first posting, and the few that were closed have an index.
 */
async function activeHouseholds(
  store: Store,
  village: number,
  { from, to }: DateRange,
  season: SeasonRow | undefined,
): Promise<number> {
  const isSeason = season !== undefined && from === season.starts_on && to === season.ends_on
  const row = isSeason
    ? await store.first(
        `SELECT (SELECT count(*) FROM standings WHERE village_id = @village AND season_id = @season)
           - (SELECT count(*) FROM standings WHERE village_id = @village AND season_id = @season AND household_id IN
                (SELECT id FROM households WHERE village_id = @village AND closed_on IS NOT NULL)) AS active`,
        { village, season: season.id },
      )
    : await store.first(
        `SELECT count(DISTINCT household_id) AS active FROM postings s
           WHERE village_id = ? AND occurred_on BETWEEN ? AND ?
             AND EXISTS (SELECT 1 FROM households h WHERE h.id = s.household_id AND h.closed_on IS NULL)`,
        village,
        from,
        to,
      )
  return (row as { active: number }).active
}
