import { expect, it } from 'vitest'
import { workFigures } from '../../../db/reports/workFigures.ts'
import { household, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()
const figuresOf = (village: TestVillage, day = today) => workFigures(store, village.id, day, 'Asia/Shanghai')

it('this month stands beside as many days of the month before', async () => {
  const village = await TestVillage.create(store)
  await village.enter('duty', { occurredOn: '2026-05-02' })
  await village.enter('duty', { occurredOn: '2026-05-15' })
  // After the day of the month that is today.
  await village.enter('duty', { occurredOn: '2026-05-16' })
  await village.enter('duty', { door: '1002', occurredOn: '2026-06-01' })
  await village.enter('litter', { door: '1002', occurredOn: today })
  await village.reverse(await village.enter('duty', { occurredOn: '2026-06-03' }))
  expect(await figuresOf(village)).toMatchObject({
    // The reversal is a line of its own, on the day of the deed.
    month: { lines: 4, points: 20, households: 2 },
    before: { lines: 2, points: 80 },
    households: 4,
  })
})

it('the last day of a longer month stands beside the last of the month before', async () => {
  const village = await TestVillage.create(store)
  await village.enter('duty', { occurredOn: '2026-02-28' })
  expect((await figuresOf(village, '2026-03-31')).before).toEqual({ lines: 1, points: 40 })
})

it('has the last thirty days by dimension, in the order of the village', async () => {
  const village = await TestVillage.create(store)
  await village.enter('meeting', { occurredOn: '2026-06-14' })
  await village.enter('litter', { occurredOn: '2026-06-14' })
  const { days, dimensions } = await figuresOf(village)
  expect(days).toHaveLength(30)
  expect(days.at(-1)).toEqual({ date: today, points: dimensions.map(() => 0) })
  const sums = new Map(dimensions.map((name, index) => [name, days.at(-2)?.points[index]]))
  expect(sums.get('会议学习')).toBe(20)
  expect(sums.get('环境卫生')).toBe(-20)
})

it('names households without a line for sixty days', async () => {
  const doors = ['1001', '1002', '1003', '1004', '1005', '1006', '1007']
  const village = await TestVillage.create(store, { households: doors.map((door) => household(door)) })
  await village.enter('duty', { door: '1002' })
  expect((await figuresOf(village)).quiet).toEqual({
    count: 6,
    days: 60,
    first: ['1001', '1003', '1004', '1005', '1006'].map((door) => ({ door, head: '刘建国' })),
  })
})
