import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  type Board,
  type BoardHousehold,
  type BoardLine,
  foldLine,
  foldPosting,
  follows,
  type PostingEvent,
} from '../../server/domain/board.ts'
import { placeOrder, rank, type Standing } from '../../server/domain/ranking.ts'

/** A posting as the banner tells it: the line, and where its household now stands. */
export interface News {
  key: number
  line: BoardLine
  /** Null where the line names no household. */
  rank: number | null
}

/** The board on the wall. It is replaced, never changed in place. */
export const useBoardStore = defineStore('board', () => {
  const board = shallowRef<Board | null>(null)
  /** The last posting told one by one; a replaced board tells nothing. */
  const news = shallowRef<News | null>(null)

  const standings = computed<Standing<BoardHousehold>[]>(() => {
    const current = board.value
    if (!current) return []
    const order = placeOrder<BoardHousehold>(
      current.tieBreakers,
      current.dimensions.map(({ id }) => id),
    )
    return rank(current.households, order)
  })

  /** Takes a whole board in place of what was there. */
  function replace(next: Board): void {
    board.value = next
  }

  /** Takes one posting; false when it does not follow, and a new board is due. */
  function take(event: PostingEvent): boolean {
    if (!board.value || !follows(board.value, event)) return false
    board.value = foldPosting(board.value, event)
    if (event.line) tell(event.line)
    return true
  }

  /** Takes a line that travels apart from its household. */
  function takeLine(line: BoardLine): void {
    if (!board.value) return
    board.value = foldLine(board.value, line)
    tell(line)
  }

  let told = 0

  function tell(line: BoardLine): void {
    const door = line.household?.door
    const standing =
      door === undefined ? undefined : standings.value.find(({ household }) => household.door === door)
    told += 1
    news.value = { key: told, line, rank: standing?.rank ?? null }
  }

  return { board, news, standings, replace, take, takeLine }
})
