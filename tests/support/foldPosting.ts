import type { Board, PostingEvent } from '../../server/domain/board/board.ts'
import { PlacedBoard } from '../../server/domain/board/placedBoard.ts'

/** The board after one posting, as the hub and the walls fold it. */
export function foldPosting(board: Board, event: PostingEvent): Board {
  const placed = new PlacedBoard(board)
  placed.fold(event)
  return placed.board
}
