import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import { ledgerHeader, office, sheet, households, rules, withLines } from './office.ts'

/** The problems of one line, and the points it would post. */
function lineOf(...cells: Cell[]) {
  const { lines, problems } = office(withLines(cells))
  return {
    points: lines.map(({ points }) => points),
    problems: problems.map(({ problem, cell }) => [problem, cell]),
  }
}

describe('a line of the ledger', () => {
  it('says who did what when, for how many points, and who wrote it down', () => {
    const { lines } = office(
      withLines(['2026.3.5', '晓塘村１号', '张 三', '参加村民会议', 20, null, '陆 建明', '年会']),
    )
    expect(lines).toEqual([
      {
        sheet: '台账',
        row: 2,
        door: '1',
        dimension: '会议学习',
        rule: '参加村民会议',
        points: 20,
        occurredOn: '2026-03-05',
        head: '张三',
        clerk: '陆建明',
        note: '年会',
      },
    ])
  })

  it.each<[string, Cell, Cell, string, number]>([
    ['+20 in full-width signs', '＋２０', null, '参加村民会议', 20],
    ['20分', '20分', null, '参加村民会议', 20],
    ['a deduction written positive', null, 20, '乱堆乱放', -20],
    ['a deduction written negative', null, '-20', '乱堆乱放', -20],
    ['a dash in the other column', 20, '—', '参加村民会议', 20],
    ['zero in the other column', 0, 20, '乱堆乱放', -20],
    ['a correction that takes an award back', -20, null, '参加村民会议', -20],
    ['zero as the result of a check', 0, null, '庭院月检', 0],
  ])('takes %s', (_, award, deduct, rule, points) => {
    expect(lineOf('2026-03-05', 1, null, rule, award, deduct)).toEqual({ points: [points], problems: [] })
  })

  it.each<[string, string | null, Cell[]]>([
    ['no-door', 'B2', ['2026-03-05', null, '张三', '参加村民会议', 20]],
    ['unknown-household', 'B2', ['2026-03-05', '9999号', '张三', '参加村民会议', 20]],
    ['no-rule', 'D2', ['2026-03-05', 1, '张三', null, 20]],
    ['unknown-rule', 'D2', ['2026-03-05', 1, '张三', '帮忙', 20]],
    ['no-date', 'A2', [null, 1, '张三', '参加村民会议', 20]],
    ['bad-date', 'A2', ['2026年2月30日', 1, '张三', '参加村民会议', 20]],
    ['date-outside-year', 'A2', ['2025-03-05', 1, '张三', '参加村民会议', 20]],
    ['ambiguous-date', 'A2', [3.1, 1, '张三', '参加村民会议', 20]],
    ['no-points', null, ['2026-03-05', 1, '张三', '参加村民会议']],
    ['no-points', 'E2', ['2026-03-05', 1, '张三', '参加村民会议', 0]],
    ['head-unlike-list', 'C2', ['2026-03-05', 1, '张四', '参加村民会议', 20]],
    ['bad-points', 'E2', ['2026-03-05', 1, '张三', '参加村民会议', '二十多']],
    ['bad-points', 'E2', ['2026-03-05', 1, '张三', '参加村民会议', 1_000_000]],
    ['both-columns', null, ['2026-03-05', 1, '张三', '参加村民会议', 20, 10]],
  ])('is kept out for %s in %s', (problem, cell, line) => {
    expect(lineOf(...line)).toEqual({ points: [], problems: [[problem, cell]] })
  })

  it('has one problem, the first of door, item, date and points', () => {
    expect(lineOf('2026年2月30日', '9999号', null, '帮忙', null).problems).toEqual([
      ['unknown-household', 'B2'],
    ])
    expect(lineOf('2026年2月30日', 1, null, '帮忙', null).problems).toEqual([['unknown-rule', 'D2']])
    expect(lineOf('2026年2月30日', 1, null, '参加村民会议', null).problems).toEqual([['bad-date', 'A2']])
  })

  it('tells with a problem what stands there', () => {
    const { problems } = office(withLines(['2026年2月30日', 1, null, '参加村民会议', 20]))
    expect(problems).toEqual([
      { sheet: '台账', row: 2, cell: 'A2', problem: 'bad-date', value: '2026年2月30日' },
    ])
  })

  it('matches its rule whatever brackets and blanks it uses', () => {
    expect(lineOf('2026-03-05', 1, null, '志愿服务【每 小时】', 20).points).toEqual([20])
  })

  it('finds its household behind a group written in front of the door', () => {
    expect(lineOf('2026-03-05', '1组2号', null, '参加村民会议', 20).points).toEqual([20])
  })
})

describe('the ledger', () => {
  it('counts no sums, empty lines, repeated headers and remarks', () => {
    const { counts, problems } = office(
      withLines(
        ['2026-03-05', 1, null, '参加村民会议', 20],
        [null, null, null, null, null],
        ['小计', null, null, null, 20],
        ledgerHeader,
        ['2026-03-06', 2, null, '乱堆乱放', null, 20],
        [null, '合 计', null, null, 20, 20],
        ['合计', 2, null, null, 20, 20],
        ['制表人:陆建明', null, null, null, null, null, null],
      ),
    )
    expect(problems).toEqual([])
    expect(counts).toMatchObject({ ledgerRows: 2, importableRows: 2, totalPoints: 0, deductions: 1 })
  })

  it('counts problem lines among its lines', () => {
    const { counts } = office(
      withLines(['2026-03-05', 1, null, '参加村民会议', 20], ['2026-03-05', 9, null, '参加村民会议', 20]),
    )
    expect(counts).toMatchObject({ ledgerRows: 2, importableRows: 1, totalPoints: 20 })
  })

  it('may have one signed column, where an unsigned figure follows its rule', () => {
    const { lines } = office([
      households,
      rules,
      sheet(
        '记录',
        ['时间', '户号', '项目', '积分'],
        ['3月5日', '1号', '参加村民会议', '+20'],
        ['3月5日', '1号', '乱堆乱放', '-20'],
        ['3月5日', '2号', '乱堆乱放', 20],
        ['3月5日', '3号', '庭院月检', 85],
      ),
    ])
    expect(lines.map(({ points }) => points)).toEqual([20, -20, -20, 85])
  })

  it('may be spread over a sheet a month', () => {
    const month = (name: string, date: string) =>
      sheet(name, ledgerHeader, [date, 1, null, '参加村民会议', 20])
    const { lines } = office([households, rules, month('3月', '3.5'), month('4月', '4.5')])
    expect(lines.map(({ sheet, occurredOn }) => [sheet, occurredOn])).toEqual([
      ['3月', '2026-03-05'],
      ['4月', '2026-04-05'],
    ])
  })

  it('may merge a date over the lines of a day, but points are never repeated', () => {
    const ledger = {
      ...sheet(
        '台账',
        ledgerHeader,
        ['2026-03-05', 1, null, '参加村民会议', 20],
        [null, 2, null, '参加村民会议', null],
      ),
      merges: ['A2:A3', 'E2:E3'],
    }
    const { lines, problems } = office([households, rules, ledger])
    expect(lines.map(({ door, occurredOn }) => [door, occurredOn])).toEqual([['1', '2026-03-05']])
    expect(problems).toMatchObject([{ row: 3, problem: 'no-points' }])
  })

  it('tells rules of one name apart by their dimension, and does not guess without it', () => {
    const twice = sheet(
      '细则',
      ['类别', '内容', '分值'],
      ['环境卫生', '其他', '+5'],
      ['志愿服务', '其他', '+8'],
    )
    const { lines, problems } = office([
      households,
      twice,
      sheet(
        '台账',
        ['日期', '门牌号', '类别', '事项', '加分'],
        ['2026-03-05', 1, '志愿服务', '其他', 8],
        ['2026-03-05', 1, null, '其他', 8],
      ),
    ])
    expect(lines.map(({ dimension }) => dimension)).toEqual(['志愿服务'])
    expect(problems).toMatchObject([{ row: 3, problem: 'ambiguous-rule' }])
  })
})

describe('a door that the list has twice', () => {
  const numberedByGroup = sheet(
    '户册',
    ['组别', '门牌号', '户主'],
    ['1组', '1号', '张三'],
    ['2组', '1号', '李四'],
    ['2组', '2号', '王五'],
  )
  const read = (...lines: Cell[][]) => office([numberedByGroup, rules, sheet('台账', ledgerHeader, ...lines)])

  it('means the first household only where the line names its head', () => {
    const { lines, problems } = read(
      ['2026-03-05', 1, '张三', '参加村民会议', 20],
      ['2026-03-05', 1, '李四', '参加村民会议', 20],
      ['2026-03-05', 1, null, '参加村民会议', 20],
      ['2026-03-05', 2, null, '参加村民会议', 20],
    )
    expect(lines.map(({ row }) => row)).toEqual([2, 5])
    expect(problems.map(({ row, problem }) => [row, problem])).toEqual([
      [3, 'door-of-another'],
      [3, 'ambiguous-door'],
      [4, 'ambiguous-door'],
    ])
  })

  it('means it always where both lines have one head', () => {
    const list = sheet('户册', ['门牌号', '户主'], ['1号', '张三'], ['1号', '张 三'])
    const { lines } = office([
      list,
      rules,
      sheet('台账', ledgerHeader, ['2026-03-05', 1, null, '参加村民会议', 20]),
    ])
    expect(lines).toHaveLength(1)
  })

  it('is found without the group that the list puts in front, where it is the only one', () => {
    const list = sheet('户册', ['住址', '户主'], ['1组1号', '张三'], ['2组1号', '李四'], ['2组2号', '王五'])
    const line = (door: string): Cell[] => ['2026-03-05', door, null, '参加村民会议', 20]
    const { lines, problems } = office([
      list,
      rules,
      sheet('台账', ledgerHeader, line('2号'), line('1号'), line('2组1号')),
    ])
    expect(lines.map(({ row, door }) => [row, door])).toEqual([
      [2, '2组2'],
      [4, '2组1'],
    ])
    expect(problems).toMatchObject([{ row: 3, problem: 'door-in-several-groups' }])
  })
})

describe('a caution', () => {
  function cautionsOf(...lines: Cell[][]) {
    const { cautions, counts } = office(withLines(...lines))
    return { importable: counts.importableRows, cautions: cautions.map(({ row, caution }) => [row, caution]) }
  }

  it.each<[string, Cell[]]>([
    ['points-unlike-rule', ['2026-03-05', 1, '张三', '参加村民会议', 25]],
    ['points-unlike-rule', ['2026-03-05', 1, '张三', '庭院月检', 120]],
    ['points-unlike-rule', ['2026-03-05', 1, '张三', '志愿服务(每小时)', 50]],
    ['sign-unlike-rule', ['2026-03-05', 1, '张三', '参加村民会议', null, 20]],
  ])('%s keeps no line out', (caution, line) => {
    expect(cautionsOf(line)).toEqual({ importable: 1, cautions: [[2, caution]] })
  })

  it('is given where a household goes over a cap of the period, and to no other', () => {
    const meeting = (date: string, door: number): Cell[] => [date, door, null, '参加村民会议', 20]
    expect(
      cautionsOf(
        meeting('2026-03-01', 1),
        meeting('2026-03-02', 1),
        meeting('2026-03-03', 1),
        meeting('2026-03-04', 1),
        meeting('2026-03-04', 2),
        meeting('2026-04-01', 1),
      ),
    ).toEqual({ importable: 6, cautions: [[5, 'over-cap']] })
  })

  it('counts times as well as points', () => {
    const check = (date: string): Cell[] => [date, 1, null, '庭院月检', 80]
    expect(cautionsOf(check('2026-03-01'), check('2026-03-31'), check('2026-04-01')).cautions).toEqual([
      [3, 'over-cap'],
    ])
  })
})
