/** How a wall of an earlier build takes boards and postings: it knows changes, and no figures. */
import type { Board, PostingEvent } from '../../../server/domain/board/board.ts'

export class EarlierWall {
  board: Board

  constructor(board: Board) {
    this.board = board
  }

  /**
   * @returns whether the posting followed; if not, the wall says hello to get a board
   * @throws for a posting without a change
   */
  take({ seq, epoch, head, change, line }: PostingEvent): boolean {
    const { board } = this
    if (board.epoch !== epoch || seq !== board.seq + 1) return false
    // As it was compiled: whatever it is, `change` is read.
    const { door, points, dimension, month } = change!
    const next = { ...board, seq, head }
    if (points !== 0) {
      const slot = board.dimensions.findIndex(({ id }) => id === dimension)
      next.households = board.households.map((household) =>
        household.door === door
          ? {
              ...household,
              score: household.score + points,
              month: household.month + (month === board.month ? points : 0),
              byDimension: household.byDimension.map((sum, at) => (at === slot ? sum + points : sum)),
            }
          : household,
      )
    }
    if (line) next.recent = [line, ...board.recent].slice(0, 30)
    this.board = next
    return true
  }
}
