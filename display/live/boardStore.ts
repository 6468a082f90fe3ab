import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  type Board,
  type BoardHousehold,
  type BoardLine,
  foldPosting,
  follows,
  type PostingEvent,
} from '../../server/domain/board/board.ts'
import { shown } from '../../server/domain/text/shown.ts'
import { placeOrder, rank, type Standing } from '../../server/domain/ranking/ranking.ts'

/** A posting as the banner tells it: the line, and where its household now stands. */
export interface News {
  key: number
  line: BoardLine
  /** Null where the household is on the board no more. */
  rank: number | null
}

/** A board as earlier builds sent and cached it: with lines of no household, and without sums of deductions. */
export type ReceivedBoard = Omit<Board, 'recent' | 'deductions'> & {
  recent: (Omit<BoardLine, 'household'> & { household: BoardLine['household'] | null })[]
  deductions?: Board['deductions']
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
  function replace(received: ReceivedBoard): void {
    const next = shown(received)
    board.value = {
      ...next,
      recent: next.recent.flatMap((line) => (line.household ? { ...line, household: line.household } : [])),
      deductions: next.deductions ?? null,
    }
  }

  /** Takes one posting; false when it does not follow, and a new board is due. */
  function take(received: PostingEvent): boolean {
    if (!board.value || !follows(board.value, received)) return false
    const event = shown(received)
    board.value = foldPosting(board.value, event)
    if (event.line) tell(event.line)
    return true
  }

  let told = 0

  function tell(line: BoardLine): void {
    const { door } = line.household
    const standing = standings.value.find(({ household }) => household.door === door)
    told += 1
    news.value = { key: told, line, rank: standing?.rank ?? null }
  }

  return { board, news, standings, replace, take }
})
