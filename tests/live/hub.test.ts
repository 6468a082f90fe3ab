/** What an open round tells the walls: at once, and then at most every ten seconds. */
import { afterEach, expect, it, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import { Hub } from '../../server/live/hub.ts'
import { temporaryFolder, TestVillage } from '../db/village.ts'

afterEach(() => vi.useRealTimers())

it('reads a board anew for many visits once, and once more for those that came meanwhile', async () => {
  const store = await openStore(temporaryFolder())
  const village = new TestVillage(store)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const hub = new Hub(store)
  try {
    let boards = 0
    hub.onNews({ board: () => (boards += 1) })
    const visits = () => {
      for (let count = 0; count < 20; count += 1)
        store.write(() => store.announce({ type: 'round', village: village.id }))
    }
    visits()
    vi.advanceTimersByTime(20_000)
    expect(boards, 'nobody looks at it').toBe(0)
    hub.board(village.id)
    visits()
    vi.advanceTimersByTime(1)
    expect(boards).toBe(1)
    visits()
    vi.advanceTimersByTime(9_000)
    visits()
    expect(boards).toBe(1)
    vi.advanceTimersByTime(1_500)
    expect(boards).toBe(2)
  } finally {
    hub.close()
    store.close()
  }
})
