/** A board whose reading takes a while: what happens meanwhile is neither lost nor shown late. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { inOrder } from '../../db/store/inOrder.ts'
import { changeVillage } from '../../db/villages/villageSettings.ts'
import type { Board, PostingEvent } from '../../server/domain/board/board.ts'
import { type BoardReader, boardReader, Hub } from '../../server/live/hub.ts'
import { TestVillage, testStore } from '../support/db/village.ts'

type Read = Awaited<ReturnType<BoardReader>>

const store = await testStore()
const readNow = boardReader(store)
let village: TestVillage
let hub: Hub
let news: { events: PostingEvent[]; boards: Board[] }
/** Readings that were begun: what each found then, and how it ends. */
let begun: { village: number; finish: () => void; fail: (error: Error) => void }[]

beforeEach(async () => {
  village = await TestVillage.create(store)
  begun = []
  news = { events: [], boards: [] }
  hub = new Hub(store, async (id) => {
    const found = await readNow(id)
    return new Promise<Read>((resolve, reject) =>
      begun.push({ village: id, finish: () => resolve(found), fail: reject }),
    )
  })
  hub.onNews({
    posting: (_village, event) => news.events.push(event),
    board: (_village, board) => news.boards.push(board),
  })
})
afterEach(() => hub.close())

const scoreOf = (board: Board | null) => board?.households.find(({ door }) => door === '1001')?.score

async function untilBegun(count: number): Promise<void> {
  await expect.poll(() => begun.length, { interval: 1 }).toBe(count)
}

async function finish(index: number): Promise<void> {
  await untilBegun(index + 1)
  begun[index]?.finish()
}

it('is read once, however many ask', async () => {
  const asked = [hub.board(village.id), hub.board(village.id, 'low'), hub.standings(village.id)]
  await finish(0)
  await Promise.all(asked)
  await hub.board(village.id)
  expect(begun).toHaveLength(1)
})

it('contains the postings that were committed while it was read', async () => {
  const asked = hub.board(village.id)
  await untilBegun(1)
  await village.enter('duty')
  await village.enter('duty')
  await finish(0)
  expect(await asked).toEqual(await village.board())
  await village.enter('duty')
  expect(news.events.map(({ seq }) => seq)).toEqual([3])
  expect(scoreOf(await hub.board(village.id))).toBe(120)
})

it('contains what was committed while it waited to be read', async () => {
  const other = await TestVillage.create(store)
  const first = hub.board(other.id)
  await untilBegun(1)
  const asked = hub.board(village.id)
  await village.enter('duty')
  await finish(0)
  await finish(1)
  expect((await first)?.seq).toBe(0)
  expect(scoreOf(await asked)).toBe(40)
})

it('is read again when what the public may see changes meanwhile', async () => {
  const asked = hub.board(village.id)
  await untilBegun(1)
  await changeVillage(store, village.scope, { privacy: 'door' })
  await finish(0)
  await finish(1)
  expect((await asked)?.households.map(({ name }) => name)).toEqual([null, null, null, null])
})

it('is not given out any more from the moment on in which it is out of date', async () => {
  const first = hub.board(village.id)
  await finish(0)
  await first
  await changeVillage(store, village.scope, { privacy: 'door' })
  const asked = hub.board(village.id)
  await finish(1)
  expect((await asked)?.privacy).toBe('door')
  expect(news.boards).toEqual([await asked])
})

it('tells screens that had an earlier one of the postings in it with the board, not before', async () => {
  const first = hub.board(village.id)
  await finish(0)
  await first
  await changeVillage(store, village.scope, { slogan: '积分换新风' })
  await untilBegun(2)
  await village.enter('duty')
  expect(news).toEqual({ events: [], boards: [] })
  await finish(1)
  const board = await hub.board(village.id)
  expect(news).toEqual({ events: [], boards: [board] })
  expect(scoreOf(board)).toBe(40)
})

it('is read again after more postings at once than are folded', async () => {
  const asked = hub.board(village.id)
  await untilBegun(1)
  await village.write(...Array.from({ length: 101 }, () => village.request('duty')))
  await finish(0)
  await finish(1)
  expect(scoreOf(await asked)).toBe(101 * 40)
})

it('that cannot be read fails for those who asked, and the next has it read again', async () => {
  const asked = hub.board(village.id)
  await untilBegun(1)
  begun[0]?.fail(new Error('the disk failed'))
  await expect(asked).rejects.toThrow('the disk failed')
  const again = hub.board(village.id)
  await finish(1)
  expect((await again)?.seq).toBe(0)
})

it('that is being renewed when the hub is closed is no fault', async () => {
  const first = hub.board(village.id)
  await finish(0)
  await first
  await changeVillage(store, village.scope, { slogan: '积分换新风' })
  await untilBegun(2)
  hub.close()
  const failed = vi.spyOn(store, 'onListenerFailed')
  begun[1]?.fail(new Error('the database is closed'))
  await hub.board(village.id).catch(() => {})
  expect(failed).not.toHaveBeenCalled()
})

it('of a village that a clerk works on is read before those of screens', async () => {
  const villages = await inOrder([1, 2, 3, 4], () => TestVillage.create(store))
  const screens = villages.map(({ id }) => hub.board(id, 'low'))
  const clerk = hub.rankOf(villages[3]?.id ?? 0, '1001')
  for (let index = 0; index < villages.length; index += 1) await finish(index)
  await Promise.all([...screens, clerk])
  expect(begun.map((one) => villages.findIndex(({ id }) => id === one.village))).toEqual([3, 0, 1, 2])
})
