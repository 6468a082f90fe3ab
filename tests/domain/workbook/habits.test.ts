/** Habits of offices that change what a line is worth, or whose it is. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import type { Answers } from '../../../server/domain/workbook/questions/questions.ts'
import { households, ledgerHeader, nothingKnown, office, rules, sheet, withLines } from './office.ts'

const day = '2026-03-05'
const meeting = (door: string, ...more: Cell[]): Cell[] => [day, door, null, '参加村民会议', 20, ...more]

/** The office's workbook with the first choice, or the one named, for its only question. */
function answered(sheets: Parameters<typeof office>[0], value: string) {
  const [question] = office(sheets).questions
  const answers: Answers = { [question?.id ?? '']: value }
  return office(sheets, { ...nothingKnown, answers })
}

describe('a line that was taken back', () => {
  it.each([
    ['作废', undefined],
    ['已取消', undefined],
    ['（误记）', undefined],
    ['不通过', undefined],
    ['审核未通过', undefined],
    ['待审核', undefined],
    ['有异议', undefined],
    [null, [2]],
  ])('by a remark %s, or struck rows %j, is asked about', (remark, struckRows) => {
    const [list, book, ledger] = withLines(meeting('1号', null, null, remark), meeting('2号'))
    const sheets = [list ?? households, book ?? rules, { ...(ledger ?? households), struckRows }]
    expect(office(sheets).questions).toMatchObject([
      { code: 'void-lines', row: 2, preset: null, params: { count: 1 } },
    ])
    expect(answered(sheets, 'leave').lines).toMatchObject([{ row: 3 }])
    expect(answered(sheets, 'read').lines).toMatchObject([{ row: 2 }, { row: 3 }])
  })

  it('is not seen in a remark that speaks of something else', () => {
    const remarks = ['取消了旱厕', '不算加班的义务劳动', '待人热情', '审核通过', '不同意见已记录']
    const sheets = withLines(...remarks.map((remark) => meeting('1号', null, null, remark)))
    expect(office(sheets).lines).toHaveLength(remarks.length)
  })
})

describe('a workbook of several villages', () => {
  const ledger = sheet(
    '台账',
    ['村名', ...ledgerHeader],
    ['晓塘村', ...meeting('1号')],
    [null, ...meeting('2号')],
    ['东浜村', ...meeting('3号')],
  )

  it('brings the lines of its own village', () => {
    const read = office([households, rules, ledger])
    expect(read.questions).toMatchObject([{ code: 'several-villages', preset: '晓塘村' }])
    expect(read.lines).toMatchObject([{ door: '1' }, { door: '2' }])
    expect(answered([households, rules, ledger], 'all').lines).toHaveLength(3)
  })

  it('is asked about where none of them is its own', () => {
    const foreign = sheet('台账', ['村名', ...ledgerHeader], ['东浜村', ...meeting('3号')])
    expect(office([households, rules, foreign]).questions).toMatchObject([{ preset: null }])
  })

  it('leaves sheets named like other villages out, unless told to read them', () => {
    const own = { ...households, name: '晓塘村' }
    const other = sheet('东浜村', ['门牌号', '户主'], ['9号', '示范户'])
    expect(office([own, other]).households).toHaveLength(3)
    expect(answered([own, other], 'read').households).toHaveLength(4)
  })
})

describe('points by the hour or the time', () => {
  it('are asked about where a column of sums has the product', () => {
    const header = ['日期', '门牌号', '事项', '时长', '分值', '合计']
    const lines = [
      [day, '1号', '志愿服务(每小时)', 3, 10, 30],
      [day, '2号', '志愿服务(每小时)', 2, 10, 20],
    ]
    const sheets = [households, rules, sheet('台账', header, ...lines)]
    expect(office(sheets).questions).toMatchObject([{ code: 'points-column', preset: null }])
    expect(answered(sheets, 'F').counts.totalPoints).toBe(50)
  })
})

describe('points beside how often', () => {
  const book = (...cells: Cell[]) => [
    households,
    rules,
    sheet('台账', ['日期', '门牌号', '事项', '次数', '分值'], ['2026-03-05', 1, '参加村民会议', ...cells]),
  ]

  it('are asked about, and multiplied when somebody says so', () => {
    const read = office(book(3, 20))
    expect(read.questions.map(({ code, preset }) => [code, preset])).toEqual([['times-beside', null]])
    const [{ id } = { id: '' }] = read.questions
    const choose = (value: string) => office(book(3, 20), { ...nothingKnown, answers: { [id]: value } })
    expect([choose('multiply'), choose('points')].map(({ counts }) => counts.totalPoints)).toEqual([60, 20])
    expect(office(book(1, 20)).questions).toEqual([])
  })

  it('or by how many people, are asked about too; a number that is none is a problem', () => {
    const header = ['日期', '门牌号', '事项', '参加人数', '分值']
    const line = (count: Cell): Cell[] => ['2026-03-05', 1, '参加村民会议', count, 20]
    const sheets = [households, rules, sheet('台账', header, line('2人'), line('多人'))]
    const { counts, problems } = answered(sheets, 'multiply')
    expect(counts.totalPoints).toBe(40)
    expect(problems).toMatchObject([{ cell: 'E3', problem: 'bad-points', value: '20×多人' }])
  })
})

describe('a heading of a part of the ledger', () => {
  it('tells the sign of its lines, which no line may contradict', () => {
    const read = office([
      households,
      rules,
      sheet(
        '台账',
        ['日期', '门牌号', '事项', '分值'],
        ['一、加分'],
        ['2026-03-05', 1, '参加村民会议', 20],
        ['二、扣分'],
        ['2026-03-05', 1, '参加村民会议', 20],
        ['2026-03-05', 2, '乱堆乱放', 20],
      ),
    ])
    expect(read.lines.map(({ points }) => points)).toEqual([20, -20])
    expect(read.problems).toMatchObject([{ cell: 'D5', problem: 'sign-unlike-section' }])
  })
})

describe('dates in numerals and of the lunar calendar', () => {
  it('are read where the calendar is certain', () => {
    const dates = [
      '二〇二六年三月五日',
      '二○二六年十二月三十一日',
      '2026年三月五日',
      '三月五日',
      '三月五日上午',
    ]
    const read = office(withLines(...dates.map((date): Cell[] => [date, '1号', null, '参加村民会议', 20])))
    expect(read.lines.map(({ occurredOn }) => occurredOn)).toEqual([day, '2026-12-31', day, day, day])
  })

  it('are converted when somebody says so, and problems before', () => {
    const dates = ['农历正月十五', '三月初五', '腊月廿三', '三月十五']
    const sheets = withLines(...dates.map((date): Cell[] => [date, '1号', null, '参加村民会议', 20]))
    expect(office(sheets).problems.map(({ problem }) => problem)).toEqual([
      'lunar-date',
      'lunar-date',
      'lunar-date',
      'bad-date',
    ])
    expect(office(sheets).questions).toMatchObject([
      { code: 'lunar-dates', params: { count: 3, date: '2026-03-03' } },
    ])
    const converted = answered(sheets, 'convert')
    expect(converted.lines.map(({ occurredOn }) => occurredOn)).toEqual([
      '2026-03-03',
      '2026-04-21',
      '2026-02-10',
    ])
  })
})

describe('doors with the group in front of a dash', () => {
  it('are found where the list tells them by group', () => {
    const list = sheet(
      '户册',
      ['组别', '门牌号', '户主'],
      ...['1组', '2组', '3组'].flatMap((group) => [
        [group, '12', `${group}甲`],
        [group, '13', `${group}乙`],
      ]),
    )
    const read = office([
      list,
      rules,
      sheet('台账', ledgerHeader, meeting('3-12'), meeting('2组-13'), meeting('4-12')),
    ])
    expect(read.lines.map(({ door }) => door)).toEqual(['3组12', '2组13'])
    expect(read.problems).toMatchObject([{ problem: 'unknown-household', value: '4-12' }])
  })
})

describe('a list with one line a person', () => {
  it('may leave the door out below the head of the household', () => {
    const list = sheet(
      '花名册',
      ['门牌号', '姓名', '与户主关系'],
      ['1号', '示范甲', '户主'],
      [null, '示范乙', '妻'],
      [null, '示范丙', '长子'],
      [null, '示范丁', '户主'],
    )
    const read = office([list])
    expect(read.households).toMatchObject([{ door: '1', head: '示范甲', members: 3 }])
    expect(read.rowsWithoutDoor).toMatchObject([{ row: 5, head: '示范丁' }])
  })
})
