/** The last good board, kept in the browser for a start without network. Storage may be full or forbidden. */
import { type Board } from '../../server/domain/board/board.ts'
import { nameHere } from '../../server/domain/page/here.ts'

const keyOf = (village: string) => nameHere(`board/${village}`)
/** Changes with the board's shape; older ones are forgotten. */
const shape = 2

/** The kept board and when it was good (ms since 1970); null when there is none. */
export function recallBoard(village: string): { board: Board; at: number } | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(village)) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('shape' in kept) || kept.shape !== shape) return null
    const { board, at } = kept as unknown as { board: Board; at: number }
    return { board, at }
  } catch {
    return null
  }
}

/** Keeps a board as far as the browser lets us. */
export function keepBoard(board: Board, at: number): void {
  try {
    localStorage.setItem(keyOf(board.village.slug), JSON.stringify({ shape, board, at }))
  } catch {
    // Without storage the wall works all the same, but starts empty.
  }
}
