/** Levels (星级) of households: by points, place, or share of the village, for a period. Pure. */
import { type DateRange, type LocalDate, periodAround } from '../calendar/calendar.ts'
import { type BasePeriod, basePeriods } from '../points/ruleConditions.ts'

export const levelPeriods = basePeriods
/** `points`: from so many points · `rank`: the first so many places · `share`: the first so many of a hundred. */
export const levelMeasures = ['points', 'rank', 'share'] as const
export type LevelMeasure = (typeof levelMeasures)[number]

export interface Level {
  /** What the village calls it. */
  name: string
  /** 0 for a level without stars. */
  stars: number
  /** The threshold, in the measure of the scheme: least points, last place, or percent of the households. */
  from: number
}

export interface LevelScheme {
  by: LevelMeasure
  period: BasePeriod
  /** The best first. */
  levels: Level[]
}

/** A household's place in the period. */
interface Placed {
  score: number
  rank: number
}

/**
 * The level of a household; null for none. Who has no points in the period has none by place or share.
 *
 * @param households how many the village has
 */
export function levelOf(
  { by, levels }: LevelScheme,
  { score, rank }: Placed,
  households: number,
): Level | null {
  if (by !== 'points' && score <= 0) return null
  const reaches = ({ from }: Level): boolean => {
    switch (by) {
      case 'points':
        return score >= from
      case 'rank':
        return rank <= from
      case 'share':
        return rank <= Math.floor((households * from) / 100)
    }
  }
  return levels.find(reaches) ?? null
}

/** Whether the thresholds fall in points, or rise in places and shares: the best level comes first. */
export function areInOrder({ by, levels }: Pick<LevelScheme, 'by' | 'levels'>): boolean {
  return levels.every(({ from }, index) => {
    const better = levels[index - 1]?.from
    return better === undefined || (by === 'points' ? from < better : from > better)
  })
}

/** A period's days within its season, and its key: 2026-06, 2026-Q2, 2026, or the season's name. */
export interface LevelPeriod extends DateRange {
  key: string
}

/** The period of a scheme that a day lies in. */
export function levelPeriodAt(
  period: BasePeriod,
  day: LocalDate,
  season: DateRange & { name: string },
): LevelPeriod {
  const { from, to } = periodAround(day, period, season)
  return { key: keyOf(period, day, season.name), from, to }
}

function keyOf(period: BasePeriod, day: LocalDate, season: string): string {
  switch (period) {
    case 'month':
      return day.slice(0, 7)
    case 'quarter':
      return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
    case 'year':
      return day.slice(0, 4)
    case 'season':
      return season
  }
}
