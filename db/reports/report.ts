/** What happened in a month or a season of a village, for a sheet that hangs in public or lies in the office. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { monthOf, monthsOf, periodAround } from '../../server/domain/calendar/calendar.ts'
import { compareGroups } from '../../server/domain/ranking/compareGroups.ts'
import { placeOrder, rank, type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { mustFindChain } from '../ledger/chain.ts'
import { monthScoresOf } from '../ledger/seasonScores.ts'
import { activeSeason } from '../seasons/seasons.ts'
import type { SeasonRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { listDimensions } from '../villages/dimensions.ts'
import { listGroups } from '../villages/groups.ts'
import { reportedHouseholds, type ReportedHousehold } from './reportHouseholds.ts'
import { type ReportedLines, reportedLines } from './reportLines.ts'

/** Households on a list of a report. */
const listed = { top: 20, improved: 10 }

/** A household's place on a list, under the name that the sheet may show. */
export interface ReportedPlace {
  door: string
  /** Null where only the door is shown. */
  name: string | null
  group: string
  points: number
}

export interface Report extends ReportedLines {
  season: string
  /** YYYY-MM; null for the whole season. */
  month: string | null
  from: string
  to: string
  /** Carries full names: for the office alone. */
  isInternal: boolean
  households: number
  /** Households with at least one posting. */
  active: number
  /** Score of the period. */
  points: number
  byDimension: { name: string; points: number }[]
  /** The season's months up to the end of the period; points in the order of the dimensions. */
  months: { month: string; byDimension: number[] }[]
  groups: { name: string; households: number; active: number; average: number; rank: number }[]
  top: (ReportedPlace & { rank: number })[]
  /** More points in `improvedMonth` than in the month before. */
  improved: (ReportedPlace & { before: number; gained: number })[]
  improvedMonth: string
  seq: number
  head: string
}

/**
 * The report of the active season or of one of its months.
 *
 * @param month YYYY-MM; null for the season
 * @param options `full` names everybody in full; else the village's privacy decides, as on the wall
 * @param today local date of the village
 * @throws Refused when no season is open or the month lies outside of it
 */
export async function readReport(
  store: Store,
  village: VillageRow,
  month: string | null,
  options: { full: boolean; today: string },
): Promise<Report> {
  return store.read(async (store) => {
    const season = await activeSeason(store, village.id)
    if (!season) throw new Refused('unprocessable', 'no-season')
    const whole = { from: season.starts_on, to: season.ends_on }
    const seasonMonths = monthsOf(whole)
    if (month !== null && !seasonMonths.includes(month))
      throw new Refused('unprocessable', 'month-outside-season', { month, season: season.name })
    const range = month === null ? whole : periodAround(`${month}-01`, 'month', whole)
    const lastMonth =
      month ?? (season.ends_on < options.today ? monthOf(season.ends_on) : monthOf(options.today))
    const dimensions = await listDimensions(store, village.id)
    const households = await reportedHouseholds(
      store,
      village,
      season.id,
      { period: month, lastMonth },
      options.full,
    )
    const { seq, head } = await mustFindChain(store, village.id)
    const sum = (points: (household: ReportedHousehold) => number) =>
      households.reduce((total, household) => total + points(household), 0)
    return {
      season: season.name,
      month,
      ...range,
      isInternal: options.full,
      households: households.length,
      active: households.filter(({ isActive }) => isActive).length,
      points: sum(({ score }) => score),
      byDimension: dimensions.map(({ id, name }) => ({
        name,
        points: sum(({ dimensions: parts }) => parts.get(id) ?? 0),
      })),
      months: await monthRows(
        store,
        season,
        seasonMonths.filter((one) => one <= lastMonth),
        dimensions,
      ),
      groups: groupRows(await listGroups(store, village.id), households),
      top: topRows(village, dimensions, households),
      improved: improvedRows(households, options.full),
      improvedMonth: lastMonth,
      ...(await reportedLines(store, village.id, season.id, month, options.full)),
      seq,
      head: seq === 0 ? '' : head.slice(0, 8),
    }
  })
}

async function monthRows(
  store: Store,
  season: SeasonRow,
  months: string[],
  dimensions: { id: number }[],
): Promise<Report['months']> {
  const totals = await monthScoresOf(store, season.village_id, season.id)
  const scores = new Map(totals.map(({ month, dimension, score }) => [`${month}/${dimension}`, score]))
  return months.map((month) => ({
    month,
    byDimension: dimensions.map(({ id }) => scores.get(`${month}/${id}`) ?? 0),
  }))
}

function groupRows(
  groups: { id: number; name: string }[],
  households: ReportedHousehold[],
): Report['groups'] {
  return compareGroups(groups, households).map(({ id, name, count, average, rank: place }) => ({
    name,
    households: count,
    active: households.filter(({ group, isActive }) => group === id && isActive).length,
    average,
    rank: place,
  }))
}

function topRows(
  village: VillageRow,
  dimensions: { id: number }[],
  households: ReportedHousehold[],
): Report['top'] {
  const ids = dimensions.map(({ id }) => id)
  const ranked = households.map((household) => ({
    ...household,
    byDimension: ids.map((id) => household.dimensions.get(id) ?? 0),
  }))
  return rank(ranked, placeOrder(JSON.parse(village.tie_breakers) as TieBreaker[], ids))
    .filter(({ household }) => household.score > 0)
    .slice(0, listed.top)
    .map(({ household, rank: place }) => ({ rank: place, ...placeOf(household, household.score) }))
}

/** A month below zero would tell whom a deduction was for; it stands on internal sheets alone. */
function improvedRows(households: ReportedHousehold[], full: boolean): Report['improved'] {
  return households
    .map((household) => {
      const { lastMonth: points, monthBefore: before } = household
      return { ...placeOf(household, points), before, gained: points - before }
    })
    .filter(({ points, before, gained }) => points > 0 && gained > 0 && (full || before >= 0))
    .sort((a, b) => b.gained - a.gained || b.points - a.points)
    .slice(0, listed.improved)
}

function placeOf({ door, name, groupName }: ReportedHousehold, points: number): ReportedPlace {
  return { door, name, group: groupName, points }
}
