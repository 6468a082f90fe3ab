/** Points by month, quarter, week or in sums, which must neither be lost nor count twice. */
import { describe, expect, it } from 'vitest'
import { chosen, households, nothingKnown, office, rules, sheet } from '../office.ts'

const meeting = '参加村民会议'

describe('points by month', () => {
  const months = sheet(
    '月汇总',
    ['门牌号', '户主', '1月', '2月'],
    ['1号', '张三', 20, 20],
    ['2号', '李四', 20, null],
  )
  const ledger = sheet(
    '台账',
    ['日期', '门牌号', '事项', '加分'],
    ['2026-01-05', '1号', meeting, 20],
    ['2026-02-05', '1号', meeting, 20],
    ['2026-01-06', '2号', meeting, 20],
  )
  const sheets = [households, rules, months, ledger]

  it('beside a ledger of the same months are asked about: both would count', () => {
    const read = chosen(sheets, { 'months-as-columns': 'by-month' })
    expect(read.questions.at(-1)).toMatchObject({
      code: 'counted-twice',
      preset: null,
      params: { other: '台账', count: 3, same: 3 },
    })
    const left = chosen(sheets, { 'months-as-columns': 'by-month', 'counted-twice': 'leave' })
    expect(left.counts).toMatchObject({ importableRows: 3, totalPoints: 60 })
    expect(left.openings).toEqual([])
    const both = chosen(sheets, { 'months-as-columns': 'by-month', 'counted-twice': 'read' })
    expect(both.counts).toMatchObject({ importableRows: 6, totalPoints: 120 })
  })

  it('are not counted again by the quarters and half years between them', () => {
    const header = ['门牌号', '户主', '1月', '2月', '3月', '一季度', '4月', '上半年']
    const table = sheet(
      '积分',
      header,
      ['1号', '张三', 10, 20, 30, 60, 5, 65],
      ['2号', '李四', 1, 2, 3, 7, 4, 10],
    )
    const values = { 'months-as-columns': 'by-month', 'sums-differ': 'by-cells' }
    const read = chosen([households, rules, table], values)
    expect(read.counts.totalPoints).toBe(75)
    expect(read.questions.map(({ code }) => code)).toEqual(['months-as-columns', 'sums-differ'])
  })

  it('and of a quarter without its months are named by the quarter', () => {
    const table = sheet('积分', ['门牌号', '户主', '一季度', '4月'], ['1号', '张三', 60, 5])
    const read = chosen([households, rules, table], { 'months-as-columns': 'by-month' })
    expect(read.openings).toMatchObject([
      { text: '第1季度积分', formerText: '3月积分', occurredOn: '2026-03-31', points: 60 },
      { text: '4月积分', occurredOn: '2026-04-30', points: 5 },
    ])
  })

  it('given and taken, without items, come in as one sum a household', () => {
    const march = sheet(
      '3月',
      ['门牌号', '户主', '上月结余', '本月加分', '本月扣分', '本月得分', '累计积分'],
      ['1号', '张三', 100, 20, 0, 20, 120],
      ['2号', '李四', 50, 20, 10, 10, 60],
    )
    const read = chosen([households, rules, march], { 'no-column-near': 'titles' })
    expect(read.questions).toMatchObject([{ params: { column: '日期' } }, { params: { column: '事项' } }])
    const answers = Object.fromEntries(
      read.questions.map(({ id, params }) => [id, params['column'] === '日期' ? 'titles' : 'no-item']),
    )
    expect(office([households, rules, march], { ...nothingKnown, answers }).openings).toMatchObject([
      { door: '1', text: '3月积分', occurredOn: '2026-03-31', points: 20 },
      { door: '2', text: '3月积分', occurredOn: '2026-03-31', points: 10 },
    ])
  })
})

it('a table of months without names is read against the households of the village', () => {
  const known = { doors: [{ door: '1', head: '张三' }], rules: [] }
  const months = sheet('月汇总', ['门牌号', '户主', '1月', '2月'], ['1号', null, 20, 10], ['2号', null, 5, 5])
  const id = office([months], { ...nothingKnown, known }).questions[0]?.id ?? ''
  const read = office([months], { ...nothingKnown, known, answers: { [id]: 'by-month' } })
  expect(read.openings.map(({ door, points }) => [door, points])).toEqual([
    ['1', 20],
    ['1', 10],
  ])
  expect(read.problems.map(({ row, problem }) => [row, problem])).toEqual([
    [3, 'no-head'],
    [3, 'unknown-household'],
  ])
})

describe('points by week', () => {
  const weeks = sheet(
    '卫生检查',
    ['门牌号', '户主', '第1周', '第二周'],
    ['1号', '张三', 5, 4],
    ['2号', '李四', 5, 5],
  )

  it('are asked about, and are no list that repeats another', () => {
    const read = office([households, rules, weeks])
    expect(read.questions).toMatchObject([
      { code: 'day-of-sheet' },
      { code: 'occasions-as-columns', preset: null },
    ])
  })

  it('are lines of the rule that somebody names', () => {
    const read = chosen([households, rules, weeks], {
      'day-of-sheet': '2026-03-31',
      'occasions-as-columns': 'rule 环境卫生 庭院月检',
    })
    expect(read.lines.map(({ door, points }) => [door, points])).toEqual([
      ['1', 5],
      ['1', 4],
      ['2', 5],
      ['2', 5],
    ])
  })
})

describe('a list that repeats another', () => {
  const figures = sheet(
    '清单',
    ['门牌号', '户主', '甲项', '乙项'],
    ['1号', '张三', 5, 4],
    ['2号', '李四', 5, 5],
  )

  it('with figures beside is asked about', () => {
    const read = office([households, rules, figures])
    expect(read.questions).toMatchObject([
      { code: 'figures-in-list', preset: null, params: { columns: '甲项、乙项' } },
    ])
    const codes = chosen([households, rules, figures], { 'figures-in-list': 'figures' }).questions
    expect(codes.map(({ code }) => code)).toContain('item-column')
  })

  it('with places and sums alone is a ranking', () => {
    const ranking = sheet(
      '排名',
      ['名次', '门牌号', '户主', '总分'],
      [1, '1号', '张*', 20],
      [2, '2号', '李四', 10],
    )
    const read = office([households, rules, ranking])
    expect(read.questions).toEqual([])
    expect(read.sheets).toMatchObject([{}, {}, { fate: 'repeats-list' }])
  })
})

describe('what is hidden or cannot be read', () => {
  it('is asked about where columns are hidden that may count', () => {
    const header = ['日期', '门牌号', '事项', '加分', '扣分', '备注']
    const ledger = sheet('台账', header, ['2026-03-05', '1号', meeting, 20, 5, '示范'])
    const hidden = { ...ledger, hiddenColumns: [4, 5] }
    expect(office([households, rules, hidden]).questions).toMatchObject([
      { code: 'hidden-columns', preset: null, params: { count: 1, columns: '扣分' } },
    ])
    const read = chosen([households, rules, hidden], { 'hidden-columns': 'leave' })
    expect(read.counts).toMatchObject({ totalPoints: 20, importableRows: 1 })
  })

  it('is asked about where a sheet of a group is none, beside others', () => {
    const groups = [
      sheet('1组', ['门牌号', '户主'], ['1号', '张三'], ['2号', '李四']),
      sheet('2组', ['门牌号', '当家人'], ['3号', '王五'], ['4号', '赵六']),
    ]
    expect(office(groups).questions).toMatchObject([
      { code: 'sheet-unlike-others', sheet: '2组', preset: null, params: { other: '1组' } },
    ])
  })
})

it('lines of an account book that carry sums over to the next page are no deeds', () => {
  const ledger = sheet(
    '台账',
    ['日期', '门牌号', '事项', '加分'],
    ['2026-03-05', '1号', meeting, 20],
    ['过次页', null, null, 20],
    ['承前页', null, null, 20],
    ['月计', null, null, 20],
    ['序号', '门牌号', '事项', '加分'],
  )
  expect(office([households, rules, ledger])).toMatchObject({ problems: [], lines: [{ row: 2 }] })
})
