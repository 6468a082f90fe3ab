/** Cross tables: a line a household, and months, days or items as columns. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook, Sheet } from '../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../server/domain/workbook/questions/questions.ts'
import { chosen, households, office, rules, sheet } from './office.ts'

const asks = ({ questions }: OfficeWorkbook) => questions.filter(isOpen).map(({ code, row }) => [code, row])
const linesOf = ({ lines }: OfficeWorkbook) =>
  lines.map(({ row, door, rule, points, occurredOn }) => [row, door, rule, points, occurredOn])
const openingsOf = ({ openings }: OfficeWorkbook) =>
  openings.map(({ row, door, points, occurredOn, text }) => [row, door, points, occurredOn, text])

const march: Cell[][] = [
  ['门牌', '户主', '参加村民会议', '庭院月检', '乱堆乱放', '合计'],
  ['1号', '张三', 20, 90, null, 110],
  ['2号', '李四', null, 80, 20, 60],
]

describe('items as columns', () => {
  const book = [households, rules, sheet('3月', ['示范村积分表'], ...march)]

  it('come in one line a cell, on the last day of the month that the sheet is named by', () => {
    const read = office(book)
    expect(asks(read)).toEqual([])
    expect(linesOf(read)).toEqual([
      [3, '1', '参加村民会议', 20, '2026-03-31'],
      [3, '1', '庭院月检', 90, '2026-03-31'],
      [4, '2', '庭院月检', 80, '2026-03-31'],
      [4, '2', '乱堆乱放', -20, '2026-03-31'],
    ])
    expect(read.sheets[2]).toMatchObject({ kind: 'ledger', fate: null, lines: 4, points: 170, unread: [] })
  })

  it('give nothing below a title that takes', () => {
    const read = office([
      households,
      rules,
      sheet('3月', ['示范村扣分表'], ...march.map((row) => row.slice(0, 5))),
    ])
    expect(linesOf(read)).toEqual([[4, '2', '乱堆乱放', -20, '2026-03-31']])
    expect(read.problems.map(({ cell, problem }) => [cell, problem])).toEqual([
      ['C3', 'sign-unlike-section'],
      ['D3', 'sign-unlike-section'],
      ['D4', 'sign-unlike-section'],
    ])
  })

  it('are asked for their day where nothing names it, and come in on the one that was chosen', () => {
    const undated = [households, rules, sheet('汇总', ...march)]
    expect(asks(office(undated))).toEqual([['day-of-sheet', 1]])
    expect(office(undated).lines).toEqual([])
    const read = chosen(undated, { 'day-of-sheet': '2026-06-30' })
    expect(read.lines.map(({ occurredOn }) => occurredOn)).toEqual(Array(4).fill('2026-06-30'))
  })

  it('take the day from a column of dates', () => {
    const [head = [], ...lines] = march
    const dated = [head, ...lines].map((line, row) => [row === 0 ? '日期' : `2026-03-0${row}`, ...line])
    expect(linesOf(office([households, rules, sheet('台账', ...dated)])).map((line) => line.at(-1))).toEqual([
      ...Array<string>(2).fill('2026-03-01'),
      ...Array<string>(2).fill('2026-03-02'),
    ])
  })

  it('that no rule has are asked about: another rule, a new one, or not read', () => {
    const other = [
      households,
      rules,
      sheet('3月', ['门牌', '户主', '参加村民会议', '公益'], ['1号', '张三', 20, 5], ['2号', '李四', 20, 8]),
    ]
    expect(asks(office(other))).toEqual([['item-column', 1]])
    const asNew = chosen(other, { 'item-column': 'new' })
    expect(asNew.rules.at(-1)).toMatchObject({
      text: '公益',
      terms: { effect: 'award', scale: { type: 'range', min: 0, max: 8 } },
    })
    expect(asNew.counts.totalPoints).toBe(53)
    expect(chosen(other, { 'item-column': 'leave' }).counts.totalPoints).toBe(40)
    const value = 'rule 会议学习 参加村民会议'
    expect(linesOf(chosen(other, { 'item-column': value })).map(([, , rule]) => rule)).toEqual(
      Array(4).fill('参加村民会议'),
    )
  })

  it('may stand below their days, with a sum a day', () => {
    const read = office([
      households,
      rules,
      sheet(
        '汇总',
        ['示范村积分汇总表'],
        ['门牌', '户主', '3月5日', null, null, '3月12日', null, null, '总计'],
        [null, null, '参加村民会议', '乱堆乱放', '小计', '参加村民会议', '庭院月检', '小计', null],
        ['1号', '张三', 20, null, 20, null, 90, 90, 110],
        ['2号', '李四', 20, 20, 0, 20, 80, 100, 100],
        ['合计', null, 40, 20, 20, 20, 170, 190, 210],
      ),
    ])
    expect(asks(read)).toEqual([])
    expect(linesOf(read)).toEqual([
      [4, '1', '参加村民会议', 20, '2026-03-05'],
      [4, '1', '庭院月检', 90, '2026-03-12'],
      [5, '2', '参加村民会议', 20, '2026-03-05'],
      [5, '2', '乱堆乱放', -20, '2026-03-05'],
      [5, '2', '参加村民会议', 20, '2026-03-12'],
      [5, '2', '庭院月检', 80, '2026-03-12'],
    ])
  })

  it('may stand below dates in merged cells, above door and head', () => {
    const table = sheet(
      '汇总',
      [null, null, new Date('2026-03-05T00:00:00Z'), null, '3月12日', null],
      ['门牌', '户主', '参加村民会议', '乱堆乱放', '参加村民会议', '庭院月检'],
      ['1号', '张三', 20, null, null, 90],
    )
    const read = office([households, rules, { ...table, merges: ['C1:D1', 'E1:F1'] }])
    expect(linesOf(read)).toEqual([
      [3, '1', '参加村民会议', 20, '2026-03-05'],
      [3, '1', '庭院月检', 90, '2026-03-12'],
    ])
  })

  it('are figures that a sum has, where no rule is known', () => {
    const table = sheet(
      '3月',
      ['门牌', '户主', '卫生', '公益', '合计'],
      ['1号', '张三', 10, 5, 15],
      ['2号', '李四', 8, 5, 13],
    )
    expect(asks(office([table]))).toEqual([
      ['item-column', 1],
      ['item-column', 1],
    ])
    const read = chosen([table], { 'item-column': 'new' })
    expect([read.households.length, read.rules.length, read.counts.totalPoints]).toEqual([2, 2, 28])
    expect(read.rules[1]?.terms.scale).toEqual({ type: 'fixed', points: 5 })
  })

  it('are no items without points: a list of households stays one', () => {
    const list = sheet(
      '户册',
      ['门牌', '户主', '年龄', '面积'],
      ['1号', '张三', 60, 120],
      ['2号', '李四', 58, 90],
    )
    const read = office([list])
    expect([read.questions, read.sheets[0]?.unread.map(({ label }) => label)]).toEqual([[], ['年龄', '面积']])
  })
})

describe('dates as columns', () => {
  const table = (name: string, ...cells: Cell[][]) => [
    households,
    rules,
    sheet(name, ['门牌', '户主', '3月5日', '3.12', new Date('2026-03-19T00:00:00Z')], ...cells),
  ]

  it('are asked for their rule, unless the sheet is named by one', () => {
    const cells: Cell[] = ['1号', '张三', 20, null, 20]
    expect(asks(office(table('考勤', cells)))).toEqual([['days-as-columns', 1]])
    expect(linesOf(office(table('参加村民会议', cells)))).toEqual([
      [2, '1', '参加村民会议', 20, '2026-03-05'],
      [2, '1', '参加村民会议', 20, '2026-03-19'],
    ])
    expect(openingsOf(chosen(table('考勤', cells), { 'days-as-columns': 'by-day' }))).toEqual([
      [2, '1', 20, '2026-03-05', '3月5日积分'],
      [2, '1', 20, '2026-03-19', '3月19日积分'],
    ])
  })

  it('may have ticks, which count as the rule says when somebody says so', () => {
    const ticked = table('参加村民会议', ['1号', '张三', '√', '×', '√'], ['2号', '李四', '√', null, '请假'])
    expect(asks(office(ticked))).toEqual([['ticks', 2]])
    const read = chosen(ticked, { ticks: 'by-rule' })
    expect([read.lines.length, read.counts.totalPoints, read.problems]).toEqual([3, 60, []])
    expect(chosen(ticked, { ticks: 'problem' }).problems.map(({ cell }) => cell)).toEqual(['C2', 'E2', 'C3'])
  })

  it('may have words for who was there', () => {
    const told = table(
      '参加村民会议',
      ['1号', '张三', '参加', '请假', '√'],
      ['2号', '李四', '缺勤', '到会', '迟到'],
    )
    expect(asks(office(told))).toEqual([['ticks', 2]])
    const read = chosen(told, { ticks: 'by-rule' })
    expect(read.lines.map(({ row, points }) => [row, points])).toEqual([
      [2, 20],
      [2, 20],
      [3, 20],
    ])
    expect(read.problems).toMatchObject([{ cell: 'E3', problem: 'bad-points', value: '迟到' }])
  })

  it('may have times, which are asked about', () => {
    const times = table('参加村民会议', ['1号', '张三', 1, 2, null])
    expect(asks(office(times))).toContainEqual(['times-or-points', 1])
    expect(chosen(times, { 'times-or-points': 'times' }).counts.totalPoints).toBe(60)
    expect(chosen(times, { 'times-or-points': 'points' }).counts.totalPoints).toBe(3)
  })

  it('of another year are problems by cell', () => {
    const read = office([
      households,
      rules,
      sheet('参加村民会议', ['门牌', '户主', '2025-03-05', '2026-03-05'], ['1号', '张三', 20, 20]),
    ])
    expect(read.problems).toMatchObject([{ cell: 'C2', problem: 'date-outside-year' }])
    expect(read.lines).toHaveLength(1)
  })
})

describe('a cross table', () => {
  const book = (...cells: Cell[][]) => [
    households,
    rules,
    sheet('3月', ['门牌', '户主', '参加村民会议', '庭院月检', '合计'], ...cells),
  ]

  it('whose own sums differ from its cells is asked about, with the cells named', () => {
    const wrong = book(
      ['1号', '张三', 20, 90, 120],
      ['2号', '李四', 20, 80, 100],
      ['合计', null, 40, 170, 210],
    )
    expect(asks(office(wrong))).toEqual([['sums-differ', 2]])
    expect(office(wrong).questions.at(-1)?.params).toEqual({ count: 1, examples: 'E2 120 ≠ 110' })
    expect(office(wrong).problems).toMatchObject([{ cell: 'E2', problem: 'sum-unlike-cells' }])
    expect(chosen(wrong, { 'sums-differ': 'by-cells' }).counts.totalPoints).toBe(210)
    expect(chosen(wrong, { 'sums-differ': 'problem' }).counts.totalPoints).toBe(100)
    expect(chosen(wrong, { 'sums-differ': 'leave' }).counts.totalPoints).toBe(0)
  })

  it('whose last line has other sums is asked about as well', () => {
    const wrong = book(['1号', '张三', 20, 90, 110], ['合计', null, 40, 90, 130])
    expect(office(wrong).questions.at(-1)?.params).toEqual({ count: 1, examples: 'C3 40 ≠ 20' })
  })

  it('tells doors, names and cells that cannot be read, one by one', () => {
    const read = office(
      book(
        ['9号', '钱七', 20, 90, 110],
        ['2号', '王五', 20, null, 20],
        ['1号', '张三', '20多', 90, null],
        [null, '孙八', 20, null, 20],
      ),
    )
    expect(read.problems.map(({ cell, problem }) => [cell, problem])).toEqual([
      ['A2', 'unknown-household'],
      ['B3', 'head-unlike-list'],
      ['A5', 'no-door'],
      ['C4', 'bad-points'],
    ])
    expect([read.lines.length, read.counts.ledgerRows]).toEqual([1, 5])
  })

  it('may name the households by their heads alone', () => {
    const table = sheet('3月', ['户主', '参加村民会议', '庭院月检', '合计'], ['张三', 20, 90, 110])
    expect(asks(office([households, rules, table]))).toEqual([['no-column-near', 1]])
    const read = chosen([households, rules, table], { 'no-column-near': 'by-head' })
    expect(linesOf(read).map(([, door, , points]) => [door, points])).toEqual([
      ['1', 20],
      ['1', 90],
    ])
  })

  it.each(['上年结转', '2025年积分', '结转积分'])('may have %s beside its months', (word) => {
    const read = chosen(
      [
        households,
        sheet('汇总', ['门牌', '户主', word, '1月', '2月', '合计'], ['1号', '张三', 100, 20, 30, 150]),
      ],
      { 'months-as-columns': 'by-month' },
    )
    expect(openingsOf(read)).toEqual([
      [2, '1', 100, null, '上年结转'],
      [2, '1', 20, '2026-01-31', '1月积分'],
      [2, '1', 30, '2026-02-28', '2月积分'],
    ])
  })

  it('may have the item in its lines and the months in its columns', () => {
    const read = office([
      households,
      rules,
      sheet(
        '汇总',
        ['门牌', '户主', '事项', '1月', '2月'],
        ['1号', '张三', '参加村民会议', 20, 40],
        ['2号', '李四', '乱扔', 20, null],
      ),
    ])
    expect(linesOf(read).map(([, , rule, points, day]) => [rule, points, day])).toEqual([
      ['参加村民会议', 20, '2026-01-31'],
      ['参加村民会议', 40, '2026-02-28'],
    ])
    expect(read.problems).toMatchObject([{ cell: 'C3', problem: 'unknown-rule' }])
  })

  it('may stand there twice, each below its month', () => {
    const header: Cell[] = ['门牌', '户主', '参加村民会议', '庭院月检']
    const read = office([
      households,
      rules,
      sheet('汇总', ['1月'], header, ['1号', '张三', 20, 90], ['2月份'], header, ['1号', '张三', 20, null]),
    ])
    expect(asks(read)).toEqual([])
    expect(linesOf(read).map(([row, , , points, day]) => [row, points, day])).toEqual([
      [3, 20, '2026-01-31'],
      [3, 90, '2026-01-31'],
      [6, 20, '2026-02-28'],
    ])
  })

  it('may be of people, with the door beside the head alone', () => {
    const read = chosen(
      [
        sheet(
          '人员',
          ['门牌号', '姓名', '与户主关系', '1月', '2月'],
          ['1号', '张三', '户主', 10, 5],
          [null, '张小三', '子', 5, null],
        ),
      ],
      { 'months-as-columns': 'by-month' },
    )
    expect([read.problems, read.counts.totalPoints]).toEqual([[], 20])
  })

  it('may number its days, in the month of its title', () => {
    const table = sheet('3月考勤', ['门牌', '户主', '1日', '2日', '3日'], ['1号', '张三', 20, null, 20])
    const read = chosen([households, rules, table], { 'days-as-columns': 'rule 会议学习 参加村民会议' })
    expect(linesOf(read).map((line) => line.at(-1))).toEqual(['2026-03-01', '2026-03-03'])
  })

  it('with formulas that were not saved is refused by cell', () => {
    const [list, book_, table] = book(['1号', '张三', null, 90, 90])
    const formulas = [{ cell: 'C2', text: 'X2', saved: false }]
    expect(() => office([list, book_, { ...table, formulas }] as Sheet[])).toThrow('"cell":"C2"')
  })
})
