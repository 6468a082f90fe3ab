/** What says whether a figure gives or takes: the words over its column, or a column of its own. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook } from '../../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
import { chosen, households, office, rules, sheet } from '../office.ts'

const asks = ({ questions }: OfficeWorkbook) =>
  questions.filter(isOpen).map(({ code, params }) => [code, params['item'] ?? params['columns'] ?? ''])
const pointsOf = ({ lines, openings }: OfficeWorkbook) =>
  [...lines.map(({ rule, ...line }) => ({ ...line, text: rule })), ...openings].map(
    ({ row, text, points, occurredOn }) => [row, text, points, occurredOn],
  )

describe('a column of a cross table under a sign alone', () => {
  const items = (word: string, ...lines: Cell[][]) => [
    households,
    rules,
    sheet('3月', ['门牌', '户主', '参加村民会议', '庭院月检', word, '合计'], ...lines),
  ]
  const asNew = { 'item-column': 'new' }

  it.each(['扣分', '减分', '罚分', '处罚', '本月扣分', '应扣分', '卫生扣分'])(
    '%s takes from what the items give, as the sum of the line says',
    (word) => {
      const book = items(word, ['1号', '张三', 20, 30, 5, 45], ['2号', '李四', 20, 10, null, 30])
      expect(asks(office(book))).toContainEqual(['item-column', word])
      const read = chosen(book, asNew)
      expect(asks(read)).toEqual([])
      expect(pointsOf(read)).toContainEqual([2, word, -5, '2026-03-31'])
      expect(read.counts.totalPoints).toBe(75)
      expect(read.rules.at(-1)).toMatchObject({ text: word, terms: { effect: 'deduct' } })
    },
  )

  it.each(['加分', '奖分', '附加分'])('%s gives beside the items', (word) => {
    const book = items(word, ['1号', '张三', 20, 30, 5, 55], ['2号', '李四', 20, 10, null, 30])
    expect(asks(office(book))).toContainEqual(['item-column', word])
    const read = chosen(book, asNew)
    expect([asks(read), read.counts.totalPoints]).toEqual([[], 85])
  })

  it('stands beside another of the other sign', () => {
    const book = [
      households,
      rules,
      sheet(
        '3月',
        ['门牌', '户主', '参加村民会议', '庭院月检', '加分', '扣分', '合计'],
        ['1号', '张三', 20, 30, 3, 5, 48],
        ['2号', '李四', 20, 10, null, 4, 26],
      ),
    ]
    const read = chosen(book, asNew)
    expect([asks(read), read.counts.totalPoints]).toEqual([[], 74])
  })

  it('takes beside months, on the day that somebody names', () => {
    const book = [
      households,
      sheet(
        '汇总',
        ['门牌', '户主', '1月', '2月', '扣分', '合计'],
        ['1号', '张三', 20, 30, 5, 45],
        ['2号', '李四', 10, 10, null, 20],
      ),
    ]
    expect(asks(office(book)).map(([code]) => code)).toEqual([
      'months-as-columns',
      'day-of-sheet',
      'item-column',
    ])
    const choices = { ...asNew, 'months-as-columns': 'by-month', 'day-of-sheet': '2026-02-28' }
    const read = chosen(book, choices)
    expect([asks(read), read.counts.totalPoints]).toEqual([[], 65])
    expect(pointsOf(read)).toContainEqual([2, '扣分', -5, '2026-02-28'])
    // Without its day, the months come in without it.
    expect(chosen(book, { ...choices, 'day-of-sheet': 'leave' }).counts.totalPoints).toBe(70)
  })

  it('stands beside items that no rule has, where the sums tell what they are', () => {
    const table = (word: string, sum: string) => [
      households,
      sheet(
        '5月',
        ['门牌', '户主', '卫生', '公益', word, sum],
        ['1号', '张三', 10, 5, 3, 12],
        ['2号', '李四', 8, 5, null, 13],
        ['3号', '王五', 6, null, 2, 4],
      ),
    ]
    for (const word of ['违规扣分', '扣罚'])
      for (const sum of ['净得分', '合计'])
        expect(chosen(table(word, sum), asNew).counts.totalPoints).toBe(29)
    // Nor are the sums wrong while nobody has chosen.
    expect(asks(office(table('违规扣分', '合计'))).map(([code]) => code)).not.toContain('sums-differ')
  })

  it('is not read where somebody leaves it out, and a sum with it in is then none of the cells', () => {
    const book = items('扣分', ['1号', '张三', 20, 30, 5, 45], ['2号', '李四', 20, 10, null, 30])
    const read = chosen(book, { 'item-column': 'leave' })
    expect(read.counts.totalPoints).toBe(80)
  })

  it('is a sum where most lines have what the items come to', () => {
    const book = [
      households,
      rules,
      sheet(
        '3月',
        ['门牌', '户主', '参加村民会议', '庭院月检', '乱堆乱放', '加分', '扣分', '得分'],
        ['1号', '张三', 20, 30, 20, 50, 20, 30],
        ['2号', '李四', 20, 10, null, 30, null, 30],
        ['3号', '王五', 20, 10, 20, 35, 20, 10],
      ),
    ]
    const read = office(book)
    expect(asks(read).map(([code]) => code)).toEqual(['sums-differ'])
    expect(read.questions.at(-1)?.params).toMatchObject({ examples: 'F4 35 ≠ 30' })
    expect(chosen(book, { 'sums-differ': 'by-cells' }).counts.totalPoints).toBe(70)
  })

  it('is no sum where its figure is one by chance and the total takes it away', () => {
    const book = items('扣分', ['1号', '张三', 20, null, 20, 0])
    expect(chosen(book, asNew).counts.totalPoints).toBe(0)
  })

  it('with words for figures is a problem by cell, not nothing', () => {
    const book = items('扣分', ['1号', '张三', 20, 30, '乱倒垃圾', 50], ['2号', '李四', 20, 10, null, 30])
    expect(chosen(book, asNew).problems).toMatchObject([{ cell: 'E2', problem: 'bad-points' }])
  })

  it('and a column of sums that forgets it once is asked about', () => {
    const lines: Cell[][] = [
      ['1号', '张三', 20, 30, 5, 45],
      ['2号', '李四', 20, 10, 4, 26],
      ['3号', '王五', 20, 10, 4, 30],
    ]
    const read = chosen(items('扣分', ...lines), asNew)
    expect(read.questions.at(-1)).toMatchObject({ code: 'sums-differ', params: { examples: 'F4 30 ≠ 26' } })
  })

  it('and a total that adds what was taken is asked about', () => {
    const lines: Cell[][] = [
      ['1号', '张三', 20, 30, 5, 55],
      ['2号', '李四', 20, 10, 4, 34],
    ]
    const read = chosen(items('扣分', ...lines), asNew)
    expect(read.questions.at(-1)).toMatchObject({ code: 'sums-differ', params: { count: 2 } })
  })
})

describe('two columns of one item', () => {
  it('are what is due and what was given: the first is asked about, and does not count by itself', () => {
    const table = sheet(
      '3月',
      ['门牌', '户主', '参加村民会议', null, '乱堆乱放', null],
      [null, null, '应得', '实得', '应扣', '实扣'],
      ['1号', '张三', 40, 20, 40, 20],
    )
    const book = [households, rules, { ...table, merges: ['C1:D1', 'E1:F1'] }]
    expect(asks(office(book))).toEqual([
      ['item-column', '应得'],
      ['item-column', '应扣'],
    ])
    const { lines } = chosen(book, { 'item-column': 'leave' })
    expect(lines.map(({ points }) => points)).toEqual([20, -20])
  })
})

describe('an item that no rule has', () => {
  const book = (item: string, figure: Cell) => [
    households,
    rules,
    sheet('3月', ['门牌', '户主', '参加村民会议', item], ['1号', '张三', 20, figure]),
  ]

  it('may be a new rule that gives or one that takes, where its figures do not say', () => {
    expect(chosen(book('乱倒垃圾', 5), { 'item-column': 'new' }).counts.totalPoints).toBe(25)
    const read = chosen(book('乱倒垃圾', 5), { 'item-column': 'new-deduction' })
    expect(read.counts.totalPoints).toBe(15)
    expect(read.rules.at(-1)?.terms.effect).toBe('deduct')
  })

  it('takes where its figures do', () => {
    const values = office(book('乱倒垃圾', -5))
      .questions.at(-1)
      ?.choices.map(({ value }) => value)
    expect(values).not.toContain('new-deduction')
    expect(chosen(book('乱倒垃圾', -5), { 'item-column': 'new' }).counts.totalPoints).toBe(15)
  })

  it('is asked about beside months where its words tell of points, or the sums have it', () => {
    const months = (item: string, sum: Cell[]) => [
      households,
      sheet(
        '汇总',
        ['门牌', '户主', '1月', '2月', item, ...sum.slice(0, 1)],
        ['1号', '张三', 20, 30, 7, ...sum.slice(1, 2)],
        ['2号', '李四', 10, 10, 8, ...sum.slice(2)],
      ),
    ]
    expect(asks(office(months('志愿分', [])))).toContainEqual(['item-column', '志愿分'])
    expect(asks(office(months('违规', [])))).toContainEqual(['item-column', '违规'])
    expect(asks(office(months('慰问老人', ['合计', 57, 28])))).toContainEqual(['item-column', '慰问老人'])
    expect(asks(office(months('面积', ['合计', 50, 20])))).not.toContainEqual(['item-column', '面积'])
  })
})

describe('a column that says of each line whether it gives or takes', () => {
  const inspection: Cell[] = ['2026-01-05', '1号', '张三', '庭院月检']
  const meeting: Cell[] = ['2026-01-06', '2号', '李四', '参加村民会议']
  const ledger = (columns: string[], ...lines: Cell[][]) => [
    households,
    rules,
    sheet('台账', ['日期', '门牌号', '户主', '事项', ...columns], ...lines),
  ]
  const figures = ({ lines }: OfficeWorkbook) => lines.map(({ points }) => points)

  it.each([
    ['类别', '加分', '扣分'],
    ['类型', '奖励', '处罚'],
    ['加/减', '加', '减'],
    ['增减', '+', '-'],
    ['备注', '加分项', '扣分项'],
    ['性质', '正向', '负向'],
    ['是否扣分', '否', '是'],
    ['是否加分', '是', '否'],
  ])('%s gives the signs', (word, gives, takes) => {
    const book = ledger([word, '分值'], [...inspection, gives, 40], [...meeting, takes, '20分'])
    expect(figures(office(book))).toEqual([40, -20])
  })

  it('counts for a column of credits that stands alone, and before the sign of the rule', () => {
    const book = ledger(
      ['类别', '得分'],
      [...inspection, '扣分', 5],
      ['2026-01-07', '2号', '李四', '乱堆乱放', '加分', 20],
    )
    const read = office(book)
    expect([figures(read), read.counts.cautions['sign-unlike-rule']]).toEqual([[-5, 20], 2])
  })

  it('is a problem by cell where the figure says otherwise, or points were spent', () => {
    const book = ledger(
      ['类别', '分值'],
      [...inspection, '加分', '-5'],
      [...inspection, '扣分', '+5'],
      [...inspection, '扣分', '-5'],
      [...inspection, '兑换', 5],
      [...inspection, null, 5],
    )
    const read = office(book)
    expect(read.problems.map(({ cell, problem, value }) => [cell, problem, value])).toEqual([
      ['F2', 'bad-points', '加分 / -5'],
      ['F3', 'bad-points', '扣分 / +5'],
      ['F5', 'bad-points', '兑换 / 5'],
    ])
    expect(figures(read)).toEqual([-5, 5])
  })

  it('must agree with two columns of points', () => {
    const book = ledger(
      ['类别', '加分', '扣分'],
      [...inspection, '加分', 5, null],
      [...inspection, '扣分', null, 5],
      [...inspection, '扣分', 5, null],
    )
    const read = office(book)
    expect([figures(read), read.problems.map(({ cell }) => cell)]).toEqual([[5, -5], ['F4']])
  })

  it('may tell two lines of one household in a table of months', () => {
    const book = [
      households,
      sheet(
        '汇总',
        ['门牌', '户主', '加减', '1月', '2月', '小计'],
        ['1号', '张三', '加', 20, 30, 50],
        ['1号', '张三', '减', 5, null, 5],
      ),
    ]
    const read = chosen(book, { 'months-as-columns': 'by-month' })
    expect([asks(read), read.counts.totalPoints, read.sheets[1]?.unread]).toEqual([[], 45, []])
  })

  it('is no column of dimensions', () => {
    const book = ledger(['类别', '分值'], [...inspection, '环境卫生', 40], [...meeting, '会议学习', 20])
    expect(figures(office(book))).toEqual([40, 20])
  })
})
