import { type Board, type BoardHousehold } from '../../server/domain/board/board.ts'
import { placeOrder, rank, type Standing } from '../../server/domain/ranking/ranking.ts'
import { type ScreenSettings } from '../../server/domain/board/screens.ts'

/** What of a board one screen shows. */
export interface BoardView {
  board: Board
  standings: Standing<BoardHousehold>[]
}

/**
 * The board as a screen's settings see it: points of the month in place of the
 * season's, or one group alone. Places stay those of the whole village. What is
 * over, or has not begun, is left out.
 *
 * @param today local date of the village
 */
export function viewBoard(
  board: Board,
  standings: Standing<BoardHousehold>[],
  { period, group }: Pick<ScreenSettings, 'period' | 'group'>,
  today: string,
): BoardView {
  const current = onDay(board, today)
  const ofPeriod = period === 'month' ? monthView(current) : { board: current, standings }
  // A group that is no longer there would leave an empty wall.
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

function onDay(board: Board, today: string): Board {
  const { notices, publicity, redemption } = board
  return {
    ...board,
    notices: notices.filter(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn),
    publicity: publicity.filter(({ closesOn }) => today <= closesOn),
    redemption: redemption && {
      ...redemption,
      desk: redemption.desk && today <= redemption.desk.on ? redemption.desk : null,
    },
  }
}

/** The month's points; what is only known of the season is left out, and equal points share a place. */
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
