/** Points that a list of households has beside each: from before the ledger, or sums of it. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook } from '../../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
import { chosen, ledgerHeader, nothingKnown, office, rules, sheet } from '../office.ts'

const asks = ({ questions }: OfficeWorkbook) => questions.map((one) => [one.code, isOpen(one)])
const openingsOf = ({ openings }: OfficeWorkbook) =>
  openings.map(({ row, door, points, occurredOn }) => [row, door, points, occurredOn])

const list = (columns: string[], first: Cell[], second: Cell[]) =>
  sheet(
    '户册',
    ['门牌号', '户主', '人口', ...columns],
    ['1号', '张三', 3, ...first],
    ['2号', '李四', 2, ...second],
    ['合计', null, 5],
  )
const meeting = (day: string, door: string, head: string): Cell[] => [day, door, head, '参加村民会议', 20]
/** 40 for the first household, 20 for the second. */
const ledger = sheet(
  '台账',
  ledgerHeader,
  meeting('2026-01-05', '1号', '张三'),
  meeting('2026-02-05', '1号', '张三'),
  meeting('2026-01-05', '2号', '李四'),
)

describe('a list of households with what each has', () => {
  it('is held against a ledger that gives the day of its 上年结转', () => {
    const carried: Cell[] = ['2026-01-01', '1号', '张三', '上年结转', 350]
    const book = [list(['上年结转'], [350], [0]), rules, sheet('台账', ledgerHeader, carried)]
    const read = office(book)
    expect(asks(read)).toEqual([['list-sums-same', false]])
    expect(openingsOf(read)).toEqual([[2, '1', 350, '2026-01-01']])
  })

  it('asks which column comes in as opening points', () => {
    const book = [list(['累计积分'], [350], [0]), rules]
    expect(asks(office(book))).toEqual([['list-has-points', true]])
    const read = chosen(book, { 'list-has-points': 'D' })
    expect(openingsOf(read)).toEqual([[2, '1', 350, null]])
    expect(read.counts).toMatchObject({ totalPoints: 350, ledgerRows: 1 })
  })

  it.each([
    '上年结转',
    '上年结余',
    '期初',
    '期初积分',
    '结转积分',
    '2025年结余',
    '年初余额',
    '原有积分',
    '去年剩余积分',
  ])('offers %s, also beside a ledger', (word) => {
    const book = [list([word], [100], ['50分']), rules, ledger]
    expect(asks(office(book))).toEqual([['list-has-points', true]])
    expect(office(book).sheets[0]?.unread).toEqual([])
    const read = chosen(book, { 'list-has-points': 'D' })
    expect([openingsOf(read), read.counts.totalPoints]).toEqual([
      [
        [2, '1', 100, null],
        [3, '2', 50, null],
      ],
      210,
    ])
    expect(chosen(book, { 'list-has-points': 'leave' }).counts.totalPoints).toBe(60)
  })

  it('takes what stands under 扣分', () => {
    const read = chosen([list(['扣分'], [5], [3]), rules], { 'list-has-points': 'D' })
    expect(read.counts.totalPoints).toBe(-8)
  })

  it('takes 扣分 from 加分 where somebody says so, and asks once', () => {
    const book = [list(['加分', '扣分'], [50, 5], [20, null]), rules]
    const read = chosen(book, { 'list-has-points': 'award-and-deduct' })
    expect([asks(read), openingsOf(read)]).toEqual([
      [['list-has-points', false]],
      [
        [2, '1', 45, null],
        [3, '2', 20, null],
      ],
    ])
    const given = chosen(book, { 'list-has-points': 'D' })
    expect([asks(given), given.counts.totalPoints]).toEqual([[['list-has-points', false]], 70])
  })

  it('is asked about though nobody finds its households yet', () => {
    const group = (name: string, ...points: Cell[]) =>
      sheet(
        name,
        ['门牌号', '户主', '积分'],
        ...points.map((one, at): Cell[] => [`${at + 1}号`, `示范${name}${at}`, one]),
      )
    const read = office([group('1组', 30, 20, 10), group('2组', null, null, null), rules])
    expect(asks(read)).toContainEqual(['list-has-points', true])
  })

  it('tells a figure that cannot be read by its cell', () => {
    const read = chosen([list(['上年结转'], [100], ['五十多']), rules], { 'list-has-points': 'D' })
    expect(read.problems).toMatchObject([{ cell: 'D3', problem: 'bad-points' }])
  })

  it.each(['累计积分', '总积分', '现有积分', '积分'])('says that %s is the sum of the ledger', (word) => {
    const read = office([list([word], [40], [20]), rules, ledger])
    expect(asks(read)).toEqual([['list-sums-same', false]])
    expect([openingsOf(read), read.counts.totalPoints]).toEqual([[], 60])
  })

  it('says that a sum has the points from before and those of the ledger', () => {
    const book = [list(['上年结转', '累计积分'], [100, 140], [50, 70]), rules, ledger]
    expect(asks(office(book))).toEqual([['list-has-points', true]])
    for (const [choice, points] of [
      ['D', 210],
      ['leave', 60],
    ] as const) {
      const read = chosen(book, { 'list-has-points': choice })
      expect([asks(read).at(-1), read.counts.totalPoints]).toEqual([['list-sums-same', false], points])
    }
  })

  it('asks about a sum that is not the one of the ledger, and says the difference', () => {
    const book = [list(['累计积分'], [140], [20]), rules, ledger]
    const read = office(book)
    expect(asks(read)).toEqual([['list-sums-differ', true]])
    expect(read.questions[0]?.params).toMatchObject({ count: 1, door: '1', listed: '140', brought: '40' })
    expect(read.counts.totalPoints).toBe(60)
    const before = chosen(book, { 'list-sums-differ': 'difference D' })
    expect([openingsOf(before), before.counts.totalPoints]).toEqual([[[2, '1', 100, null]], 160])
    expect(chosen(book, { 'list-sums-differ': 'leave' }).counts.totalPoints).toBe(60)
    expect(chosen(book, { 'list-sums-differ': 'D' }).counts.totalPoints).toBe(220)
  })

  it('asks about each of several lists', () => {
    const group = (name: string, door: string, head: string, sum: number) =>
      sheet(name, ['门牌号', '户主', '累计积分'], [door, head, sum])
    const book = [group('1组', '1号', '张三', 140), group('2组', '2号', '李四', 70), rules, ledger]
    const asked = ({ questions }: OfficeWorkbook) => questions.map((one) => [one.sheet, one.params['listed']])
    expect(asked(office(book))).toEqual([['1组', '140']])
    expect(asked(chosen(book, { 'list-sums-differ': 'leave' }))).toEqual([
      ['1组', '140'],
      ['2组', '70'],
    ])
  })

  it('asks again though an earlier workbook without a ledger had the column read', () => {
    const [id = ''] = office([list(['累计积分'], [140], [20]), rules]).questions.map((one) => one.id)
    const answers = { [id]: 'D' }
    const read = office([list(['累计积分'], [140], [20]), rules, ledger], { ...nothingKnown, answers })
    expect([asks(read), read.counts.totalPoints]).toEqual([[['list-sums-differ', true]], 60])
  })

  it('does not count twice what a sheet of its own brings from before', () => {
    const before = sheet(
      '结转',
      ['门牌号', '户主', '上年结余', '1月'],
      ['1号', '张三', 100, 5],
      ['2号', '李四', 50, 5],
    )
    const book = (first: number) => [list(['上年结转'], [first], [50]), rules, before]
    const choices = { 'months-as-columns': 'by-month' }
    expect(asks(chosen(book(100), choices)).at(-1)).toEqual(['list-sums-same', false])
    expect(asks(chosen(book(90), choices)).at(-1)).toEqual(['list-sums-differ', true])
  })

  it('that repeats another may have them too', () => {
    const again = sheet('结转', ['门牌号', '户主', '上年结余'], ['1号', '张三', 100], ['2号', '李四', 50])
    const book = [list([], [], []), rules, again, ledger]
    expect(asks(office(book))).toEqual([['figures-in-list', true]])
    expect(chosen(book, { 'figures-in-list': 'figures' }).counts.totalPoints).toBe(210)
  })
})
