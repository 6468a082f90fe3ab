/** When a board is read anew: for an open round at most every ten seconds, and at the village's midnight. */
import { afterEach, expect, it, vi } from 'vitest'
import { inOrder } from '../../db/store/inOrder.ts'
import { openStore } from '../../db/store/sqlite/open.ts'
import type { Board } from '../../server/domain/board/board.ts'
import { Hub } from '../../server/live/hub.ts'
import { temporaryFolder } from '../support/db/engine.ts'
import { household, TestVillage } from '../support/db/village.ts'

const doors = ['1001', '1002', '1003', '1004', '1005']

afterEach(() => vi.useRealTimers())

it('reads a board anew for many visits once, and once more for those that came meanwhile', async () => {
  const store = await openStore(temporaryFolder())
  const village = await TestVillage.create(store)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const hub = new Hub(store)
  try {
    let boards = 0
    hub.onNews({ board: () => (boards += 1) })
    const visits = async () => {
      for (let count = 0; count < 20; count += 1)
        await store.write(village.id, async (store) => store.announce({ type: 'round', village: village.id }))
    }
    await visits()
    vi.advanceTimersByTime(20_000)
    expect(boards, 'nobody looks at it').toBe(0)
    await hub.board(village.id)
    await visits()
    vi.advanceTimersByTime(1)
    await hub.board(village.id)
    expect(boards).toBe(1)
    await visits()
    vi.advanceTimersByTime(9_000)
    await visits()
    await hub.board(village.id)
    expect(boards).toBe(1)
    vi.advanceTimersByTime(1_500)
    await hub.board(village.id)
    expect(boards).toBe(2)
  } finally {
    hub.close()
    store.close()
  }
})

it('reads the boards of every village anew when its day turns, with the sums of yesterday', async () => {
  vi.useFakeTimers({
    toFake: ['Date', 'setInterval', 'clearInterval'],
    now: Date.parse('2026-06-15T15:59:50Z'),
  })
  const store = await openStore(temporaryFolder())
  const villages = await inOrder([1, 2, 3], async () =>
    TestVillage.create(store, { households: doors.map((door) => household(door)) }),
  )
  const hub = new Hub(store)
  try {
    for (const village of villages) {
      for (const door of doors) await village.enter('litter', { door })
      expect((await hub.board(village.id))?.deductions).toEqual([])
    }
    const renewed = new Promise<Map<number, Board>>((resolve) => {
      const boards = new Map<number, Board>()
      hub.onNews({
        board: (village, board) => {
          boards.set(village, board)
          if (boards.size === villages.length) resolve(boards)
        },
      })
    })
    vi.advanceTimersByTime(30_000)
    for (const board of (await renewed).values())
      expect(board.deductions?.map(({ points }) => points)).toEqual([-100])
  } finally {
    hub.close()
    store.close()
  }
})
