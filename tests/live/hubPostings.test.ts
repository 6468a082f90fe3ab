/** What a village's hub tells the screens of each posting, and when it sends a whole board instead. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changeVillage } from '../../db/villages/villageSettings.ts'
import type { Board, PostingEvent } from '../../server/domain/board/board.ts'
import { Hub } from '../../server/live/hub.ts'
import { TestVillage, testStore } from '../support/db/village.ts'

const store = await testStore()
let village: TestVillage
let hub: Hub
let news: { events: PostingEvent[]; boards: Board[] }

beforeEach(async () => {
  village = await TestVillage.create(store)
  hub = new Hub(store)
  news = { events: [], boards: [] }
  hub.onNews({
    posting: (_village, event) => news.events.push(event),
    board: (_village, board) => news.boards.push(board),
  })
  await hub.board(village.id)
})

afterEach(() => hub.close())

const board = () => hub.board(village.id)
const household = async (door: string) => (await board())?.households.find((one) => one.door === door)

it('tells an award with its line', async () => {
  await village.enter('duty')
  expect(news.events).toMatchObject([{ figures: null, change: { points: 40 }, line: { text: '应急值守' } }])
  expect((await household('1001'))?.score).toBe(40)
})

it('withholds the kind, date, text and points of a deduction, and gives the new figures', async () => {
  await village.enter('duty')
  await village.enter('litter')
  const [, event] = news.events
  expect(event).toMatchObject({ change: null, line: null, figures: { door: '1001', score: 20, month: 20 } })
  expect(JSON.stringify(event)).not.toContain('乱堆乱放')
  expect((await board())?.recent).toHaveLength(1)
})

it('withholds the reversal and the restore of a deduction as well', async () => {
  const deduction = await village.enter('litter')
  await village.restore(deduction, 5)
  await village.reverse(await village.enter('litter', { door: '1002' }))
  expect(news.events.map(({ change, line }) => ({ change, line }))).toEqual(
    Array.from({ length: 4 }, () => ({ change: null, line: null })),
  )
  expect([(await household('1001'))?.score, (await household('1002'))?.score]).toEqual([-15, 0])
})

it('tells deductions with their lines in a village that names them', async () => {
  await changeVillage(store, village.scope, { namesDeductions: true })
  await board()
  await village.enter('litter')
  expect(news.events).toMatchObject([{ change: { points: -20 }, line: { text: '乱堆乱放' } }])
})

it('renews the board with another epoch when what the public may see changes', async () => {
  const before = await board()
  await changeVillage(store, village.scope, { privacy: 'door' })
  const after = await board()
  expect(news.boards).toHaveLength(1)
  expect(news.boards).toEqual([after])
  expect(after?.epoch).not.toBe(before?.epoch)
  expect((await household('1001'))?.name).toBeNull()
})

it('sends one board for more than a hundred postings at once', async () => {
  const requests = (count: number) => Array.from({ length: count }, () => village.request('duty'))
  await village.write(...requests(100))
  expect([news.events.length, news.boards.length]).toEqual([100, 0])
  await village.write(...requests(101))
  await board()
  expect([news.events.length, news.boards.length]).toEqual([100, 1])
  expect((await household('1001'))?.score).toBe(201 * 40)
})

it('keeps quiet about a village that nobody looks at', async () => {
  const other = await TestVillage.create(store)
  await other.enter('duty')
  expect(news.events).toEqual([])
})

it('adds the month of an earlier deed in its place, and drops a month whose points are all reversed', async () => {
  await village.enter('duty')
  const early = await village.enter('duty', { occurredOn: '2026-03-02' })
  await village.enter('duty', { occurredOn: '2026-04-05' })
  const months = async () => (await board())?.months.map(({ month }) => month)
  expect(await months()).toEqual(['2026-03', '2026-04', '2026-06'])
  expect(await household('1001')).toMatchObject({ score: 120, month: 40 })
  await village.reverse(early)
  expect(await months()).toEqual(['2026-04', '2026-06'])
  expect((await board())?.months).toEqual((await village.board()).months)
})
