import type { BoardHousehold } from '../../../server/domain/board/board.ts'
import type { LeaderPeriod } from '../../../server/domain/board/screens.ts'
import { quarterOf } from '../../../server/domain/calendar/calendar.ts'
import { placeOrder, rank, type Standing } from '../../../server/domain/ranking/ranking.ts'
import { formatMonth } from '../../../server/domain/text/format.ts'
import { locale, t } from '../../words/translate.ts'
import type { Shown } from '../scene.ts'

/** What a household earned in a period; null where the server does not say. */
function earned(household: BoardHousehold, period: LeaderPeriod): number | null {
  return (period === 'season' ? household.score : household[period]) ?? null
}

/** The periods that have a page: the season always, others once a household earned something in them. */
export function leaderPages({
  board,
  leaderPeriods,
}: Pick<Shown, 'board' | 'leaderPeriods'>): LeaderPeriod[] {
  if (board.households.length === 0) return []
  return leaderPeriods.filter(
    (period) =>
      period === 'season' || board.households.some((household) => (earned(household, period) ?? 0) !== 0),
  )
}

/** Households by what they earned in the period. Boards have no points by dimension of it: nothing breaks ties. */
export function periodStandings(
  { board, standings }: Pick<Shown, 'board' | 'standings'>,
  period: LeaderPeriod,
): Standing<BoardHousehold>[] {
  if (period === 'season') return standings
  const households = board.households.map((household) => ({
    ...household,
    score: earned(household, period) ?? 0,
    rankBefore: null,
    byDimension: board.dimensions.map(() => 0),
  }))
  return rank(
    households,
    placeOrder<BoardHousehold>(
      [],
      board.dimensions.map(({ id }) => id),
    ),
  )
}

/** A period in words, from the board's month: 2026年, 2026年第四季度, 11月. Empty for the season. */
export function periodName(period: LeaderPeriod, month: string): string {
  const year = month.slice(0, 4)
  if (period === 'year') return t('wall.year', { year })
  if (period === 'month') return formatMonth(month, locale.value)
  if (period === 'quarter') return t(`wall.quarter.${quarterOf(month).slice(-2)}`, { year })
  return ''
}
