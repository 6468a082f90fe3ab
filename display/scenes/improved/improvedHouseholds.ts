import type { BoardHousehold } from '../../../server/domain/board/board.ts'
import type { Standing } from '../../../server/domain/ranking/ranking.ts'

export interface Improved {
  household: BoardHousehold
  rank: number
  /** Place when the month began. */
  before: number
  /** Places gained since then, 1 or more. */
  gained: number
}

/** Households that gained places this month by points of this month; most places first, then most points. */
export function improvedHouseholds(standings: readonly Standing<BoardHousehold>[]): Improved[] {
  return standings
    .flatMap(({ household, rank }) => {
      const before = household.rankBefore
      if (before === null || before <= rank || household.month <= 0) return []
      return [{ household, rank, before, gained: before - rank }]
    })
    .sort((a, b) => b.gained - a.gained || b.household.month - a.household.month)
}
