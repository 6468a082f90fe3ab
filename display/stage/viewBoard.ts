import type { Board, BoardHousehold, BoardNotice } from '../../server/domain/board/board.ts'
import type { ScreenSettings } from '../../server/domain/board/screens.ts'
import { placeOrder, rank, type Standing } from '../../server/domain/ranking/ranking.ts'

/** What one screen shows of a board. */
export interface BoardView {
  board: Board
  standings: Standing<BoardHousehold>[]
}

/**
 * The board by a screen's settings: the month's points instead of the season's, or one group alone with its places
 * in the village. Notices and publications that are not current are left out.
 *
 * @param today local date of the village
 * @param screen key of this screen; null for a wall without one, which shows what is for all
 */
export function viewBoard(
  board: Board,
  standings: Standing<BoardHousehold>[],
  { period, group }: Pick<ScreenSettings, 'period' | 'group'>,
  today: string,
  screen: string | null = null,
): BoardView {
  const current = onDay(board, today, screen)
  const ofPeriod = period === 'month' ? monthView(current) : { board: current, standings }
  // A group that was removed would leave the wall empty.
  if (group === null || !board.groups.some(({ id }) => id === group)) return ofPeriod
  const isMember = (household: { group: number }) => household.group === group
  return {
    board: {
      ...ofPeriod.board,
      groups: board.groups.filter(({ id }) => id === group),
      households: ofPeriod.board.households.filter(isMember),
    },
    standings: ofPeriod.standings.filter(({ household }) => isMember(household)),
  }
}

function onDay(board: Board, today: string, screen: string | null): Board {
  const { notices, publicity, activity } = board
  const isFor = ({ screens = [] }: BoardNotice) =>
    screens.length === 0 || (screen !== null && screens.includes(screen))
  return {
    ...board,
    activity: activity?.heldOn === today ? activity : null,
    notices: notices.filter((notice) => notice.startsOn <= today && today <= notice.endsOn && isFor(notice)),
    publicity: publicity.filter(({ closesOn }) => today <= closesOn),
  }
}

/** Households by the month's points. Boards have no monthly points by dimension: nothing breaks ties. */
function monthView(board: Board): BoardView {
  const households = board.households.map((household) => ({
    ...household,
    score: household.month,
    rankBefore: null,
    byDimension: board.dimensions.map(() => 0),
  }))
  const dimensions = board.dimensions.map(({ id }) => id)
  return {
    board: { ...board, households, tieBreakers: [] },
    standings: rank(households, placeOrder<BoardHousehold>([], dimensions)),
  }
}
