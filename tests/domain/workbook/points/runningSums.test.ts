/** Running sums beside lines and months: what they have more is from before, or somebody looks at it. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook } from '../../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
import { chosen, households, office, rules, sheet } from '../office.ts'

const asks = ({ questions }: OfficeWorkbook) =>
  questions
    .filter(isOpen)
    .map(({ code, params }) => [code, params['count'], params['listed'], params['brought']])
const openingsOf = ({ openings }: OfficeWorkbook) =>
  openings.filter(({ occurredOn }) => occurredOn === null).map(({ row, door, points }) => [row, door, points])

describe('a running sum of a ledger', () => {
  const ledger = (name: string, ...lines: Cell[][]) =>
    sheet(name, ['日期', '门牌号', '户主', '事项', '加分', '累计积分'], ...lines)
  const line = (day: string, door: number, sum: Cell): Cell[] => [
    `2026-${day}`,
    `${door}号`,
    ['', '张三', '李四'][door] ?? null,
    '参加村民会议',
    20,
    sum,
  ]
  const book = (...tables: ReturnType<typeof sheet>[]) => [households, rules, ...tables]

  it('that begins with more than the first line gave is asked about', () => {
    const more = book(ledger('台账', line('01-05', 1, 120), line('01-06', 2, 20), line('02-05', 1, 140)))
    expect(asks(office(more))).toEqual([['list-sums-differ', 1, '120', '20']])
    const read = chosen(more, { 'list-sums-differ': 'difference' })
    expect([openingsOf(read), read.counts.totalPoints]).toEqual([[[2, '1', 100]], 160])
    expect(chosen(more, { 'list-sums-differ': 'leave' }).counts.totalPoints).toBe(60)
  })

  it('may have the latest line first', () => {
    const more = book(ledger('台账', line('02-05', 1, 140), line('01-06', 2, 20), line('01-05', 1, 120)))
    expect(openingsOf(chosen(more, { 'list-sums-differ': 'difference' }))).toEqual([[4, '1', 100]])
  })

  it('goes on from the sheet of the month before', () => {
    const months = (first: number) =>
      book(ledger('1月', line('01-05', 1, first)), ledger('2月', line('02-05', 1, first + 20)))
    expect(asks(office(months(20)))).toEqual([])
    expect(openingsOf(chosen(months(50), { 'list-sums-differ': 'difference' }))).toEqual([[2, '1', 30]])
  })

  it('begins with what a line of 上年结转 brings', () => {
    const before: Cell[] = ['2026-01-01', '1号', '张三', '上年结转', null, 100]
    expect(asks(office(book(ledger('台账', before, line('01-05', 1, 120)))))).toEqual([])
  })

  it('is none where it does not run with the lines of each household', () => {
    const wild = book(ledger('台账', line('01-05', 1, 500), line('02-05', 1, 7), line('03-05', 1, 900)))
    expect(asks(office(wild))).toEqual([])
  })
})

describe('a running sum beside months', () => {
  const months =
    (...columns: Cell[]) =>
    (first: Cell[], second: Cell[]) => [
      households,
      sheet('汇总', ['门牌', '户主', ...columns], ['1号', '张三', ...first], ['2号', '李四', ...second]),
    ]
  const byMonth = { 'months-as-columns': 'by-month' }

  it('that has more than they come to is asked about', () => {
    const book = months('1月', '2月', '累计积分')([20, 30, 150], [10, 10, 20])
    expect(asks(chosen(book, byMonth))).toEqual([['list-sums-differ', 1, '150', '50']])
    const read = chosen(book, { ...byMonth, 'list-sums-differ': 'difference' })
    expect([openingsOf(read), read.counts.totalPoints]).toEqual([[[2, '1', 100]], 170])
  })

  it('that has what they come to, with what came before them, is not', () => {
    expect(asks(chosen(months('1月', '2月', '累计积分')([20, 30, 50], [10, 10, 20]), byMonth))).toEqual([])
    const before = months('上年结转', '1月', '累计积分')([100, 20, 120], [5, 10, 15])
    expect(asks(chosen(before, byMonth))).toEqual([])
  })

  it('less what was spent is a balance, and not asked about', () => {
    const book = months('1月', '2月', '兑换', '剩余积分')([20, 30, 10, 40], [10, 10, null, 20])
    expect(asks(chosen(book, byMonth))).toEqual([])
  })
})
