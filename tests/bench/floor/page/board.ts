/** The board of the floor's pages: from the browser's storage at once, else from the server; then line by line. */
import { shallowRef, type ShallowRef, triggerRef } from 'vue'
import type { Board } from '../../../../server/domain/board/board.ts'

const stored = 'board'

export interface FloorBoard {
  board: ShallowRef<Board | null>
  /** Number of the last line. */
  seq: ShallowRef<number>
  isLive: ShallowRef<boolean>
}

export function useBoard(): FloorBoard {
  const text = localStorage.getItem(stored)
  const board = shallowRef<Board | null>(text === null ? null : (JSON.parse(text) as Board))
  const seq = shallowRef(0)
  const isLive = shallowRef(false)
  void fetch('/board.json').then(async (response) => {
    board.value = (await response.json()) as Board
    localStorage.setItem(stored, JSON.stringify(board.value))
  })
  const socket = new WebSocket(location.origin.replace('http', 'ws'))
  socket.onopen = () => (isLive.value = true)
  socket.onmessage = ({ data }) => {
    const line = JSON.parse(String(data)) as { seq: number; door: string; points: number }
    const household = board.value?.households.find(({ door }) => door === line.door)
    if (household) household.score += line.points
    seq.value = line.seq
    triggerRef(board)
  }
  return { board, seq, isLive }
}
