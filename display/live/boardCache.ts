/** The last good board, stored in the browser for a start without network. */
import type { Board } from '../../server/domain/board/board.ts'
import { nameHere } from '../../server/domain/page/here.ts'
import { readStoredJson, writeStored } from '../../server/domain/page/storedValue.ts'

const nameOf = (village: string) => nameHere(`board/${village}`)
/** Version of the board's shape; boards of other versions are ignored. */
const shape = 2

/** The stored board and when it was good, ms since 1970; null when there is none. */
export function readBoard(village: string): { board: Board; at: number } | null {
  const stored = readStoredJson(nameOf(village))
  if (typeof stored !== 'object' || stored === null || !('shape' in stored) || stored.shape !== shape)
    return null
  const { board, at } = stored as unknown as { board: Board; at: number }
  return { board, at }
}

export function storeBoard(board: Board, at: number): void {
  writeStored(nameOf(board.village.slug), JSON.stringify({ shape, board, at }))
}
