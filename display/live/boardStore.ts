import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ShownCode } from '../../server/domain/activities/activities.ts'
import type { Board, BoardHousehold, BoardLine, PostingEvent } from '../../server/domain/board/board.ts'
import { follows } from '../../server/domain/board/fold.ts'
import { PlacedBoard } from '../../server/domain/board/placedBoard.ts'
import type { Standing } from '../../server/domain/ranking/ranking.ts'
import { shown } from '../../server/domain/text/shown.ts'

/** A posting for the banner: the line, and its household's new place. */
export interface News {
  key: number
  line: BoardLine
  /** Null where the household is no longer on the board. */
  rank: number | null
}

/** A board as earlier builds sent and cached it: lines may have no household, sums of deductions and the unit may be missing. */
export type ReceivedBoard = Omit<Board, 'recent' | 'deductions' | 'unit'> & {
  unit?: Board['unit']
  recent: (Omit<BoardLine, 'household'> & { household: BoardLine['household'] | null })[]
  deductions?: Board['deductions']
}

/** The board on the wall: another object after each posting, whose list of households is changed in place. */
export const useBoardStore = defineStore('board', () => {
  const board = shallowRef<Board | null>(null)
  /** The last posting that was folded in; whole boards are no news. */
  const news = shallowRef<News | null>(null)

  /** The code of the open activity, by this box's clock; null where the server tells none. */
  const signIn = shallowRef<ShownCode | null>(null)

  let placed: PlacedBoard | null = null
  const standings = computed<Standing<BoardHousehold>[]>(() => (board.value && placed?.places.slice()) ?? [])

  /** Replaces the board. */
  function replace(received: ReceivedBoard): void {
    const next = shown(received)
    placed = new PlacedBoard({
      ...next,
      unit: next.unit ?? 1,
      recent: next.recent.flatMap((line) => (line.household ? { ...line, household: line.household } : [])),
      deductions: next.deductions ?? null,
    })
    board.value = placed.live
  }

  /** Folds a posting into the board. @returns false when a whole board must be fetched instead */
  function take(received: PostingEvent): boolean {
    if (!placed || !follows(placed.board, received)) return false
    const event = shown(received)
    placed.fold(event)
    board.value = placed.live
    if (event.line) setNews(event.line)
    return true
  }

  let lastKey = 0

  function setNews(line: BoardLine): void {
    lastKey += 1
    news.value = { key: lastKey, line, rank: placed?.standingOf(line.household.door)?.rank ?? null }
  }

  return { board, news, signIn, standings, replace, take }
})
