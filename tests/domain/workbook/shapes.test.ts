/** Shapes that offices give their workbooks: each right, or asked about; nothing dropped without a word. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import type { OfficeContext, OfficeWorkbook, Sheet } from '../../../server/domain/workbook/index.ts'
import { readOffice } from '../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../server/domain/workbook/questions/questions.ts'
import { households, ledgerHeader, nothingKnown, office, rules, sheet, withLines } from './office.ts'

const meeting = ['2026-03-05', 1, '张三', '参加村民会议', 20]

/** The workbook read again, with these choices by the code of their question. */
function chosen(sheets: Sheet[], choices: Record<string, string>): OfficeWorkbook {
  const answers = Object.fromEntries(
    office(sheets).questions.map(({ id, code }) => [id, choices[code] ?? 'unanswered']),
  )
  return office(sheets, { ...nothingKnown, answers })
}

function asks({ questions }: OfficeWorkbook) {
  return questions.map((question) => [question.code, question.sheet, question.row, isOpen(question)])
}

describe('a hidden sheet', () => {
  const draft = {
    ...sheet('草稿', ledgerHeader, [...meeting.slice(0, 1), 2, '李四', ...meeting.slice(3)]),
    hidden: true,
  }

  it('is left out, and the account says so', () => {
    const read = office([...withLines(meeting), draft])
    expect(read.counts.totalPoints).toBe(20)
    expect(read.sheets.at(-1)).toMatchObject({ name: '草稿', kind: 'other', fate: 'hidden', hidden: true })
    expect(asks(read)).toEqual([['hidden-sheet', '草稿', null, false]])
  })

  it('is read when somebody says so', () => {
    const read = chosen([...withLines(meeting), draft], { 'hidden-sheet': 'read' })
    expect([read.counts.totalPoints, read.sheets.at(-1)?.kind]).toEqual([40, 'ledger'])
  })

  it('asks nothing when it is empty', () => {
    const read = office([...withLines(meeting), { ...sheet('空'), hidden: true }])
    expect([read.questions, read.sheets.at(-1)?.fate]).toEqual([[], 'hidden'])
  })
})

describe('a sheet that calls itself a sample, a draft or void', () => {
  const meetingAgain: Cell[] = ['2026-03-07', 1, '张三', '参加村民会议', 20]
  it.each([
    ['台账（样表）', []],
    ['旧台账-作废', []],
    ['模板', []],
    ['台账2', [['积分台账（草稿）']]],
  ])('%s %j is asked about', (name, titles) => {
    const sheets = [...withLines(meeting), sheet(name, ...titles, ledgerHeader, meetingAgain)]
    expect(asks(office(sheets))).toEqual([['sheet-set-aside', name, null, true]])
    const left = chosen(sheets, { 'sheet-set-aside': 'leave' })
    expect([left.counts.totalPoints, left.sheets.at(-1)?.fate]).toEqual([20, 'left-out'])
    expect(chosen(sheets, { 'sheet-set-aside': 'read' }).counts.totalPoints).toBe(40)
  })

  it('asks nothing without lines, nor where a village or a title only has such words in it', () => {
    const others = [
      sheet('模板', ledgerHeader),
      sheet('台账2', ['停用旧表，以本表为准'], ledgerHeader, meetingAgain),
    ]
    expect(office([...withLines(meeting), ...others]).questions).toEqual([])
  })
})

describe('hidden and filtered rows', () => {
  const [list, book, ledger] = withLines(meeting, ['2026-03-06', 2, '李四', '参加村民会议', 20])
  const filtered = [list, book, { ...ledger, hiddenRows: [3] }] as Sheet[]

  it('are left out with a word, or read when somebody says so', () => {
    expect(office(filtered).counts.totalPoints).toBe(20)
    expect(asks(office(filtered))).toEqual([['hidden-rows', '台账', 3, false]])
    expect(chosen(filtered, { 'hidden-rows': 'read' }).counts.totalPoints).toBe(40)
  })
})

describe('points', () => {
  const check = (...lines: [standard: number, actual: number][]) => [
    households,
    rules,
    sheet(
      '检查',
      ['日期', '门牌号', '考核内容', '标准分', '实得分'],
      ...lines.map(([standard, actual]) => ['2026-03-05', 1, '庭院月检', standard, actual]),
    ),
  ]

  it('are asked about where two columns could have them', () => {
    expect(asks(office(check([100, 90], [100, 75])))).toEqual([['points-column', '检查', 1, true]])
    expect(chosen(check([100, 90], [100, 75]), { 'points-column': 'E' }).counts.totalPoints).toBe(165)
    expect(chosen(check([100, 90], [100, 75]), { 'points-column': 'leave' }).sheets.at(-1)?.fate).toBe(
      'left-out',
    )
  })

  it('are one where both columns say the same in every line', () => {
    const read = office(check([90, 90], [75, 75]))
    expect([asks(read), read.counts.totalPoints]).toEqual([[], 165])
  })

  it('may be given, taken and netted in three columns', () => {
    const read = office([
      households,
      rules,
      sheet(
        '台账',
        ['日期', '门牌号', '事项', '加分', '扣分', '积分'],
        ['2026-03-05', 1, '参加村民会议', 20, null, 20],
        ['2026-03-05', 2, '乱堆乱放', null, 20, -20],
      ),
    ])
    expect([asks(read), read.lines.map(({ points }) => points)]).toEqual([[], [20, -20]])
  })

  const halves = withLines(meeting, ['2026-03-05', 1, '张三', '参加村民会议', 2.5])
  const reading = (points?: OfficeContext['points'], answers: Record<string, string> = {}) => {
    const read = readOffice(halves, { ...nothingKnown, ...(points ? { points } : {}), answers })
    if (!read.ok) throw new Error(read.refusal.code)
    const { unit, lines, problems, questions, rules } = read.office
    return { unit, points: lines.map(({ points }) => points), problems, questions, rule: rules[0]?.terms }
  }

  it.each([2.5, '0.5分', '+1.5', '.5'])('in halves, %s, ask for the unit and propose halves', (points) => {
    const read = readOffice(withLines(['2026-03-05', 1, '张三', '参加村民会议', points]), nothingKnown)
    expect(read).toMatchObject({ ok: true, office: { unit: 0.5, problems: [] } })
    const [question] = read.ok ? read.office.questions : []
    expect(question).toMatchObject({ code: 'points-unit', preset: null, answer: null, row: 2 })
    expect(question?.choices.map(({ value }) => value)).toEqual(['0.5', '0.1', '1'])
  })

  it('in tenths ask for tenths alone', () => {
    const read = readOffice(withLines(['2026-03-05', 1, '张三', '参加村民会议', 2.3]), nothingKnown)
    expect(read.ok && read.office.questions[0]?.choices.map(({ value }) => value)).toEqual(['0.1', '1'])
  })

  it('in halves are counted in the unit that was chosen, rules and caps as well', () => {
    expect(reading(undefined, { 'points-unit': '0.5' })).toMatchObject({
      ...{ unit: 0.5, points: [40, 5], problems: [] },
      rule: { scale: { type: 'fixed', points: 40 }, caps: [{ by: 'points', limit: 120 }] },
    })
    expect(reading(undefined, { 'points-unit': '0.1' })).toMatchObject({ unit: 0.1, points: [200, 25] })
  })

  it('in halves stay out where whole points were chosen, or fixed by a posting', () => {
    const problem = { cell: 'E3', problem: 'points-not-whole', value: '2.5', other: '1' }
    expect(reading(undefined, { 'points-unit': '1' })).toMatchObject({
      ...{ unit: 1, points: [20], problems: [problem] },
    })
    const fixed = reading({ unit: 1, isFixed: true })
    expect(fixed).toMatchObject({ unit: 1, points: [20], problems: [problem], questions: [] })
  })

  it('in halves are read without a question where the village counts in them', () => {
    const fixed = reading({ unit: 0.5, isFixed: true })
    expect(fixed).toMatchObject({ unit: 0.5, points: [40, 5], problems: [], questions: [] })
  })

  it('finer than the unit are problem lines', () => {
    const lines = withLines(['2026-03-05', 1, '张三', '参加村民会议', 0.25])
    const read = readOffice(lines, { ...nothingKnown, points: { unit: 0.1, isFixed: true } })
    expect(read).toMatchObject({
      ok: true,
      office: { problems: [{ problem: 'points-not-whole', other: '0.1' }] },
    })
  })

  it('of a formula are those that were saved', () => {
    const [list, book, ledger] = withLines(meeting)
    const formulas = [{ cell: 'C2', text: 'VLOOKUP(B2,户册!B:C,2,0)', saved: true }]
    expect(office([list, book, { ...ledger, formulas }] as Sheet[]).lines).toHaveLength(1)
  })

  it('of today’s date are refused, since they are others tomorrow', () => {
    const [list, book, ledger] = withLines(meeting)
    const formulas = [{ cell: 'A2', text: 'TODAY()', saved: true }]
    expect(readOffice([list, book, { ...ledger, formulas }] as Sheet[], nothingKnown)).toMatchObject({
      ok: false,
      refusal: { code: 'formula', params: { cell: 'A2' } },
    })
  })
})

describe('months as columns', () => {
  const matrix = sheet(
    '汇总',
    ['示范村积分汇总'],
    ['组别', '门牌号', '户主', '1月', null, '2月', null, '合计'],
    [null, null, null, '加分', '扣分', '加分', '扣分', null],
    ['1组', '1号', '张三', 20, 5, 30, null, 45],
    [null, '2号', '李四', 20, 0, 30, null, 50],
    ['合计', null, null, 40, 5, 60, null, 95],
  )

  it('are asked about, and come in one a household and month', () => {
    expect(asks(office([matrix, rules]))).toEqual([['months-as-columns', '汇总', 2, true]])
    const read = chosen([matrix, rules], { 'months-as-columns': 'by-month' })
    expect(read.openings.map(({ row, door, points, occurredOn }) => [row, door, points, occurredOn])).toEqual(
      [
        [4, '1', 15, '2026-01-31'],
        [4, '1', 30, '2026-02-28'],
        [5, '2', 20, '2026-01-31'],
        [5, '2', 30, '2026-02-28'],
      ],
    )
    expect(read.counts.totalPoints).toBe(95)
    expect(read.sheets[0]?.months).toEqual({
      '2026-01': { lines: 2, points: 35 },
      '2026-02': { lines: 2, points: 60 },
    })
  })
})

describe('doors', () => {
  const group = (name: string, ...heads: string[]) =>
    heads.map((head, index) => [name, `${index + 1}号`, head])
  const list = sheet(
    '户册',
    ['组别', '门牌号', '户主'],
    ...group('1组', '甲一', '甲二'),
    ...group('2组', '乙一', '乙二'),
  )
  const ledger = sheet(
    '台账',
    ['组别', '门牌号', '户主', '日期', '事项', '加分'],
    ['1组', '1号', '甲一', '2026-03-05', '参加村民会议', 20],
    ['2组', '1号', '乙一', '2026-03-05', '参加村民会议', 20],
    [null, '2号', '乙二', '2026-03-05', '参加村民会议', 20],
  )

  it('that restart in each group are known with their group', () => {
    const read = office([list, rules, ledger])
    expect(asks(read)).toEqual([['doors-restart', '户册', 4, false]])
    expect(read.households.map(({ door }) => door)).toEqual(['1组1', '1组2', '2组1', '2组2'])
    expect(read.lines.map(({ door }) => door)).toEqual(['1组1', '2组1'])
    expect(read.problems).toMatchObject([{ row: 4, problem: 'door-in-several-groups' }])
  })

  it('are never found in another group than the one that is written', () => {
    const read = office(
      withLines(
        ['2026-03-05', '2组1号', null, '参加村民会议', 20],
        ['2026-03-05', '1组1号', null, '参加村民会议', 20],
      ),
    )
    expect(read.problems).toMatchObject([{ row: 2, problem: 'unknown-household' }])
    expect(read.lines).toMatchObject([{ row: 3, door: '1' }])
  })

  it('with a group of their own column must be in that group', () => {
    const read = office([
      households,
      rules,
      sheet(
        '台账',
        ['组别', '门牌号', '日期', '事项', '加分'],
        ['二组', '1号', '2026-03-05', '参加村民会议', 20],
        ['第1组', '1号', '2026-03-05', '参加村民会议', 20],
      ),
    ])
    expect(read.problems).toMatchObject([{ row: 2, cell: 'A2', problem: 'group-unlike-list', value: '二组' }])
    expect(read.lines).toMatchObject([{ row: 3, door: '1' }])
  })

  it('may be missing where heads are unique', () => {
    const byName = [
      households,
      rules,
      sheet('台账', ['日期', '户主', '事项', '加分'], ['2026-03-05', '李四', '参加村民会议', 20]),
    ]
    expect(chosen(byName, { 'no-column-near': 'by-head' }).lines).toMatchObject([{ door: '2', points: 20 }])
  })
})

describe('names', () => {
  it('of most lines that are others than the list’s are asked about', () => {
    const slipped = withLines(
      ['2026-03-05', 1, '李四', '参加村民会议', 20],
      ['2026-03-05', 2, '王五', '参加村民会议', 20],
      ['2026-03-05', 3, '张三', '参加村民会议', 20],
    )
    expect(asks(office(slipped))).toEqual([['heads-disagree', '台账', 2, true]])
    expect(office(slipped).lines).toEqual([])
    expect(chosen(slipped, { 'heads-disagree': 'by-door' }).counts.totalPoints).toBe(60)
    expect(chosen(slipped, { 'heads-disagree': 'problem' }).problems).toHaveLength(3)
  })

  it('may be those of people of the household, where the list has them', () => {
    const read = office([
      sheet(
        '户籍',
        ['组别', '门牌号', '姓名', '与户主关系'],
        ['1组', '1号', '张三', '户主'],
        ['1组', '1号', '张小', '长子'],
        ['1组', '2号', '李四', '户主'],
      ),
      rules,
      sheet(
        '台账',
        ['日期', '门牌号', '姓名', '事项', '加分'],
        ['2026-03-05', 1, '张小', '参加村民会议', 20],
      ),
    ])
    expect(read.households.map(({ door, head, members }) => [door, head, members])).toEqual([
      ['1', '张三', 2],
      ['2', '李四', 1],
    ])
    expect([read.duplicateDoors, read.problems, read.lines.length]).toEqual([[], [], 1])
  })

  it('of a household whose list names no head are asked for', () => {
    const people = sheet(
      '户籍',
      ['门牌号', '姓名', '与户主关系'],
      ['1号', '张小', '长子'],
      ['1号', '张大', '长女'],
    )
    expect(office([people, rules]).problems).toMatchObject([{ row: 2, problem: 'no-head' }])
  })
})

describe('lines that are no part of a table', () => {
  it.each([
    [['制表人：李会计', '审核人：张书记', null, '2026年3月']],
    [['填表日期', '2026年3月31日', null, null]],
    [['书记（签字）：', null, null, null]],
    [['备注：以上为全部住户', null, null, null]],
    [['制表', '李会计', '审核', 8]],
    [['制表', '李会计', null, null]],
    [['制表 李会计', null, '审核 王书记', '2026年3月']],
    [['组长', '李某', '会计', '王某']],
    [['村委会（盖章）', null, '2026年3月31日', null]],
    [['第1页', null, '共2页', null]],
    [[null, '审核人', '李会计', null]],
  ])('are no households: %s', (line) => {
    const list = sheet('户册', ['门牌号', '户主', '人口', '电话'], ['1号', '张三', 3, null], line)
    expect(office([list]).households).toHaveLength(1)
    expect(office([list]).problems).toEqual([])
  })

  it.each([
    ['a door alone', ['5号', null, null, null], 'no-head', 'B3'],
    ['a door of letters alone', ['甲12号', null, null, null], 'no-head', 'B3'],
    ['a chairman without a signature', ['3号', null, '主任', null], 'no-head', 'B3'],
  ])('are not lines such as %s', (_, line, problem, cell) => {
    const list = sheet('户册', ['门牌号', '户主', '人口', '电话'], ['1号', '张三', 3, null], line)
    expect(office([list]).problems).toMatchObject([{ row: 3, cell, problem }])
  })

  it('are not rules that begin with such a word', () => {
    const table = sheet(
      '细则',
      ['类别', '内容', '分值'],
      ['监督', '审核村务账目', 5],
      ['登记', '报送信息', 3],
    )
    expect(office([table]).rules.map(({ text }) => text)).toEqual(['审核村务账目', '报送信息'])
  })

  it('may head a second table with other columns', () => {
    const read = office([
      households,
      rules,
      sheet(
        '台账',
        ['日期', '门牌号', '事项', '加分'],
        ['2026-03-05', 1, '参加村民会议', 20],
        [null],
        ['日期', '门牌号', '事项', '扣分'],
        ['2026-03-06', 2, '乱堆乱放', 20],
      ),
    ])
    expect(read.lines.map(({ row, door, points }) => [row, door, points])).toEqual([
      [2, '1', 20],
      [5, '2', -20],
    ])
  })
})

describe('cells left empty', () => {
  const carried = withLines(
    ['2026-03-05', 1, null, '参加村民会议', 20],
    [null, 2, null, '参加村民会议', 20],
    [null, 3, null, '参加村民会议', 20],
    [null, 1, null, '庭院月检', 90],
  )

  it('are asked about once, and mean the same as above when somebody says so', () => {
    expect(asks(office(carried))).toEqual([['blank-means-same', '台账', 3, true]])
    const read = chosen(carried, { 'blank-means-same': 'same' })
    expect(read.lines.map(({ occurredOn }) => occurredOn)).toEqual(Array(4).fill('2026-03-05'))
    expect(chosen(carried, { 'blank-means-same': 'problem' }).problems).toHaveLength(3)
  })
})

describe('points from before the ledger', () => {
  it.each(['上年结转', '期初余额', '年初积分'])(
    '%s are an opening of what the household has then',
    (item) => {
      const read = office([
        households,
        rules,
        sheet(
          '台账',
          ['日期', '门牌号', '事项', '加分', '累计积分'],
          ['2026-01-01', 1, item, null, 350],
          ['2026-03-05', 1, '参加村民会议', 20, 370],
        ),
      ])
      expect(read.openings).toMatchObject([{ row: 2, door: '1', points: 350, occurredOn: '2026-01-01' }])
      expect(read.counts).toMatchObject({ totalPoints: 370, ledgerRows: 2, importableRows: 2 })
    },
  )
})

describe('rules', () => {
  const book = (...lines: (string | null)[][]) => sheet('细则', ['类别', '内容', '分值', '说明'], ...lines)

  it.each([
    ['获得国家级、省级、市级、县级表彰', '100/50/30/20', ['国家级', '省级', '市级', '县级']],
    ['庭院评比一等奖、二等奖、三等奖', '30/20/10', ['一等奖', '二等奖', '三等奖']],
    ['每季度红榜前三名另加', '10、8、5', ['第一名', '第二名', '第三名']],
    ['获得表彰', '国家级100分、省级50分', ['国家级', '省级']],
  ])('with levels are one rule: %s %s', (text, points, names) => {
    const { scale } = office([book(['荣誉', text, points])]).rules[0]?.terms ?? {}
    expect(scale).toMatchObject({ type: 'levels', levels: names.map((name) => ({ name })) })
  })

  it.each([
    ['乱扔垃圾', '-10/-20/-30', null],
    ['乱扔垃圾', '-30/-20/-10', '第一次、第二次、第三次'],
  ])('with repetitions rise by each: %s %s %s', (text, points, words) => {
    expect(office([book(['卫生', text, points, words])]).rules[0]?.terms.scale.type).toBe('escalating')
  })

  it('are asked about where nothing tells levels from repetitions', () => {
    const unclear = [book(['荣誉', '好人好事', '30/20/10'])]
    expect(asks(office(unclear))).toEqual([['steps-or-levels', '细则', 2, true]])
    expect(chosen(unclear, { 'steps-or-levels': 'levels' }).rules[0]?.terms.scale.type).toBe('levels')
  })

  it.each(['二、约束类', '（三）失信惩戒', '负面清单'])(
    'below %s take points though written without a sign',
    (heading) => {
      const read = office([
        households,
        sheet(
          '细则',
          ['序号', '内容', '分值'],
          ['一、激励类'],
          ['1', '参加村民会议', 20],
          [heading],
          ['2', '乱扔垃圾', 10],
        ),
        sheet(
          '台账',
          ['日期', '门牌号', '事项', '分值'],
          ['2026-03-05', 1, '乱扔垃圾', 10],
          ['2026-03-05', 1, '参加村民会议', 20],
        ),
      ])
      expect(read.lines.map(({ points }) => points)).toEqual([-10, 20])
    },
  )

  it('are asked about where their sign is not their section’s', () => {
    const unlike = [sheet('细则', ['序号', '内容', '分值'], ['一、扣分项'], ['1', '参加村民会议', '+20'])]
    expect(asks(office(unlike))).toEqual([['sign-of-rule', '细则', 3, true]])
    expect(chosen(unlike, { 'sign-of-rule': 'award' }).rules[0]?.terms.effect).toBe('award')
  })
})

it('an item may stand in the sheet’s name', () => {
  const named = [households, rules, sheet('参加村民会议', ['日期', '门牌号', '加分'], ['2026-03-05', 1, 20])]
  expect(asks(office(named))).toEqual([['no-column-near', '参加村民会议', 1, true]])
  expect(chosen(named, { 'no-column-near': 'sheet-name' }).lines).toMatchObject([
    { rule: '参加村民会议', points: 20 },
  ])
})

it('a column is what somebody says it is', () => {
  const odd = [
    households,
    rules,
    sheet('台账', ['日期', '门牌号', '事项', '奖多少', '加分'], ['2026-03-05', 1, '庭院月检', 90, null]),
  ]
  const table = office(odd).sheets.at(-1)?.table
  const [, , , column] = table?.columns ?? []
  expect(column).toMatchObject({ letter: 'D', label: '奖多少', field: null })
  const read = office(odd, { ...nothingKnown, answers: { [column?.id ?? '']: 'award' } })
  expect(read.lines).toMatchObject([{ points: 90 }])
})
