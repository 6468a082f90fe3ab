/** What the name of a sheet and the lines above its header say of all its lines: household, month, year. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook, Sheet } from '../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../server/domain/workbook/questions/questions.ts'
import { households, nothingKnown, office, rules, sheet } from './office.ts'

const asks = ({ questions }: OfficeWorkbook) => questions.filter(isOpen).map(({ code, row }) => [code, row])
const linesOf = ({ lines }: OfficeWorkbook) =>
  lines.map(({ sheet, row, door, points, occurredOn }) => [sheet, row, door, points, occurredOn])

function chosen(sheets: Sheet[], value: string): OfficeWorkbook {
  const answers = Object.fromEntries(office(sheets).questions.map(({ id }) => [id, value]))
  return office(sheets, { ...nothingKnown, answers })
}

const header: Cell[] = ['日期', '事项', '加分', '扣分', '结余']
const meeting: Cell[] = ['2026-03-05', '参加村民会议', 20, null, 20]
const litter: Cell[] = ['2026-03-06', '乱堆乱放', null, 20, 0]

describe('one sheet a household', () => {
  it.each([
    ['its titles', '第一户', [['积分明细'], ['门牌号：1号　户主：张三　组别：1组']]],
    ['a title in several cells', '第一户', [['门牌号', '1号', null, '户主', '张 三']]],
    ['titles on two lines', '第一户', [['门牌：1号'], ['户主：张三']]],
    ['a title with the head alone', '第一户', [['户主：张三']]],
    ['its name, a door', '1号', []],
    ['its name, door and head', '1号张三', []],
    ['its name, a head', '张三', [['积分明细']]],
  ])('is read by %s', (_, name, titles: Cell[][]) => {
    const read = office([households, rules, sheet(name, ...titles, header, meeting, litter)])
    expect([asks(read), read.problems]).toEqual([[], []])
    const from = titles.length + 2
    expect(linesOf(read)).toEqual([
      [name, from, '1', 20, '2026-03-05'],
      [name, from + 1, '1', -20, '2026-03-06'],
    ])
  })

  it('is asked about where nothing says whose it is', () => {
    expect(asks(office([households, rules, sheet('明细', header, meeting)]))).toEqual([['no-column-near', 1]])
  })

  it('may have several households below each other', () => {
    const read = office([
      households,
      rules,
      sheet(
        '明细',
        ['门牌号：1号 户主：张三'],
        header,
        meeting,
        ['合计', null, 20],
        [],
        ['门牌号：2号 户主：李四'],
        header,
        litter,
      ),
    ])
    expect(linesOf(read)).toEqual([
      ['明细', 3, '1', 20, '2026-03-05'],
      ['明细', 8, '2', -20, '2026-03-06'],
    ])
  })

  it('whose door is unknown, or has another head, is told with each line', () => {
    const read = office([
      households,
      rules,
      sheet('甲', ['门牌号：9号 户主：张三'], header, meeting),
      sheet('乙', ['门牌号：1号 户主：李四'], header, meeting),
    ])
    expect(
      read.problems.map(({ sheet, row, cell, problem, value }) => [sheet, row, cell, problem, value]),
    ).toEqual([
      ['甲', 3, null, 'unknown-household', '9'],
      ['乙', 3, null, 'head-unlike-list', '李四'],
    ])
  })

  it('brings its household where nothing lists them', () => {
    const read = office([
      rules,
      sheet('甲', ['门牌号：1号 户主：张三 组别：1组'], header, meeting),
      sheet('乙', ['门牌号：2号 户主：李四 组别：2组'], header, litter),
    ])
    expect(read.households.map(({ door, head, group }) => [door, head, group])).toEqual([
      ['1', '张三', '1组'],
      ['2', '李四', '2组'],
    ])
    expect(read.counts.totalPoints).toBe(0)
  })
})

describe('days in columns for year, month and day', () => {
  it('are put together, with the month from the line above when somebody says so', () => {
    const ledger = sheet(
      '台账',
      ['2026年', null, '门牌号', '事项', '加分'],
      ['月', '日'],
      [3, 5, '1号', '参加村民会议', 20],
      [null, 6, '1号', '参加村民会议', 20],
      [null, 7, '1号', '参加村民会议', 20],
      [null, 8, '1号', '参加村民会议', 20],
    )
    const book = [households, rules, ledger]
    expect(asks(office(book))).toEqual([['blank-means-same', 4]])
    expect(office(book).problems.map(({ cell, problem }) => [cell, problem])).toEqual([
      ['B4', 'bad-date'],
      ['B5', 'bad-date'],
      ['B6', 'bad-date'],
    ])
    expect(chosen(book, 'same').lines.map(({ occurredOn }) => occurredOn)).toEqual(
      [5, 6, 7, 8].map((day) => `2026-03-0${day}`),
    )
  })

  it('may have a year of their own', () => {
    const ledger = sheet(
      '台账',
      ['年份', '月份', '日', '门牌号', '事项', '加分'],
      ['2026年', '3月', '5日', '1号', '参加村民会议', 20],
      [2025, 12, 31, '1号', '参加村民会议', 20],
    )
    const read = office([households, rules, ledger])
    expect(read.lines.map(({ occurredOn }) => occurredOn)).toEqual(['2026-03-05'])
    expect(read.problems).toMatchObject([{ cell: 'C3', problem: 'date-outside-year' }])
  })
})

describe('a day that nothing but the sheet tells', () => {
  const lines: Cell[][] = [
    ['门牌号', '事项', '加分'],
    ['1号', '参加村民会议', 20],
  ]

  it('is that of its name or title, when somebody says so', () => {
    const book = (name: string, ...titles: Cell[][]) => [households, rules, sheet(name, ...titles, ...lines)]
    expect(asks(office(book('3月')))).toEqual([['no-column-near', 1]])
    expect(linesOf(chosen(book('3月'), 'titles'))).toEqual([['3月', 2, '1', 20, '2026-03-31']])
    expect(linesOf(chosen(book('会议', ['2026年3月5日村民会议']), 'titles'))).toEqual([
      ['会议', 3, '1', 20, '2026-03-05'],
    ])
    const { questions } = office(book('3月', ['填表日期：2026年4月2日']))
    expect(questions[0]?.choices.map(({ code }) => code)).toContain('title-month')
  })

  it('may be a month in a column', () => {
    const [head = [], line = []] = lines
    const book = [
      households,
      rules,
      sheet('台账', ['月份', ...head], ['3月', ...line], [4, ...line], ['某月', ...line]),
    ]
    const read = chosen(book, 'month')
    expect(read.lines.map(({ occurredOn }) => occurredOn)).toEqual(['2026-03-31', '2026-04-30'])
    expect(read.problems).toMatchObject([{ row: 4, problem: 'bad-date' }])
  })
})

describe('the year of a title', () => {
  const dated = (title: string) =>
    office([
      households,
      rules,
      sheet('台账', [title], ['日期', '门牌号', '事项', '加分'], ['3月5日', '1号', '参加村民会议', 20]),
    ])

  it('is that of days without one', () => {
    expect(dated('示范村2026年积分台账').lines).toHaveLength(1)
    expect(dated('示范村2025年积分台账').problems).toMatchObject([{ problem: 'date-outside-year' }])
    expect(dated('示范村二〇二五年度积分台账').problems).toMatchObject([{ problem: 'date-outside-year' }])
    expect(dated('示范村2025—2026年度积分台账').lines).toHaveLength(1)
  })
})
