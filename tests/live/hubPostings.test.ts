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

beforeEach(() => {
  village = new TestVillage(store)
  hub = new Hub(store)
  news = { events: [], boards: [] }
  hub.onNews({
    posting: (_village, event) => news.events.push(event),
    board: (_village, board) => news.boards.push(board),
  })
  hub.board(village.id)
})

afterEach(() => hub.close())

const household = (door: string) => hub.board(village.id)?.households.find((one) => one.door === door)

it('tells an award with its line', () => {
  village.enter('duty')
  expect(news.events).toMatchObject([{ figures: null, change: { points: 40 }, line: { text: '应急值守' } }])
  expect(household('1001')?.score).toBe(40)
})

it('withholds the kind, date, text and points of a deduction, and gives the new figures', () => {
  village.enter('duty')
  village.enter('litter')
  const [, event] = news.events
  expect(event).toMatchObject({ change: null, line: null, figures: { door: '1001', score: 20, month: 20 } })
  expect(JSON.stringify(event)).not.toContain('乱堆乱放')
  expect(hub.board(village.id)?.recent).toHaveLength(1)
})

it('withholds the reversal and the restore of a deduction as well', () => {
  const deduction = village.enter('litter')
  village.restore(deduction, 5)
  village.reverse(village.enter('litter', { door: '1002' }))
  expect(news.events.map(({ change, line }) => ({ change, line }))).toEqual(
    Array.from({ length: 4 }, () => ({ change: null, line: null })),
  )
  expect([household('1001')?.score, household('1002')?.score]).toEqual([-15, 0])
})

it('tells deductions with their lines in a village that names them', () => {
  changeVillage(store, village.scope, { namesDeductions: true })
  village.enter('litter')
  expect(news.events).toMatchObject([{ change: { points: -20 }, line: { text: '乱堆乱放' } }])
})

it('renews the board with another epoch when what the public may see changes', () => {
  const before = hub.board(village.id)
  changeVillage(store, village.scope, { privacy: 'door' })
  expect(news.boards).toHaveLength(1)
  expect(news.boards[0]?.epoch).not.toBe(before?.epoch)
  expect(household('1001')?.name).toBeNull()
})

it('sends one board for more than a hundred postings at once', () => {
  const requests = (count: number) => Array.from({ length: count }, () => village.request('duty'))
  village.write(...requests(100))
  expect([news.events.length, news.boards.length]).toEqual([100, 0])
  village.write(...requests(101))
  expect([news.events.length, news.boards.length]).toEqual([100, 1])
  expect(household('1001')?.score).toBe(201 * 40)
})

it('keeps quiet about a village that nobody looks at', () => {
  const other = new TestVillage(store)
  other.enter('duty')
  expect(news.events).toEqual([])
})

it('adds the month of an earlier deed in its place, and drops a month whose points are all reversed', () => {
  village.enter('duty')
  const early = village.enter('duty', { occurredOn: '2026-03-02' })
  village.enter('duty', { occurredOn: '2026-04-05' })
  const months = () => hub.board(village.id)?.months.map(({ month }) => month)
  expect(months()).toEqual(['2026-03', '2026-04', '2026-06'])
  expect(household('1001')).toMatchObject({ score: 120, month: 40 })
  village.reverse(early)
  expect(months()).toEqual(['2026-04', '2026-06'])
  expect(hub.board(village.id)?.months).toEqual(village.board().months)
})
