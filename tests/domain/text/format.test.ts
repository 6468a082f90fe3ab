import { expect, it } from 'vitest'
import {
  formatCount,
  formatCountChange,
  formatDay,
  formatDoor,
  formatWeekday,
} from '../../../server/domain/text/format.ts'

it.each([
  [5038, '5,038'],
  [1_234_567, '1,234,567'],
  [999, '999'],
  [0, '0'],
  [-20, '−20'],
  [-1020, '−1,020'],
])('writes the number %d as %s', (points, text) => {
  expect(formatCount(points)).toBe(text)
})

it.each([
  [40, '+40'],
  [1200, '+1,200'],
  [0, '0'],
  [-20, '−20'],
])('writes the change %d as %s', (points, text) => {
  expect(formatCountChange(points)).toBe(text)
})

it('writes no minus before a zero', () => {
  expect([formatCount(-0), formatCountChange(-0)]).toEqual(['0', '0'])
})

it.each([
  ['2026-11-23', '11月23日 星期一', 'Nov 23 Monday'],
  ['2026-01-05', '1月5日 星期一', 'Jan 5 Monday'],
])('says the date %s as %s and %s', (date, ...texts) => {
  const said = ['zh-CN', 'en'].map((one) => `${formatDay(date, one)} ${formatWeekday(date, one)}`)
  expect(said).toEqual(texts)
})

it.each([
  ['5012', '5012号'],
  ['甲3-2', '甲3-2号'],
  ['村委会', '村委会'],
])('says the door %s as %s', (door, text) => {
  expect(formatDoor(door)).toBe(text)
})
