/** Whether rules and lines give or take, where their figures have no sign. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import { type OfficeWorkbook, readOffice, type Sheet } from '../../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
import { effectOfHeading, effectOfTitles } from '../../../../server/domain/workbook/rules/headings.ts'
import { households, nothingKnown, office, sheet } from '../office.ts'

const effectsOf = ({ rules }: OfficeWorkbook) => rules.map(({ terms }) => terms.effect)
const problemsOf = ({ problems }: OfficeWorkbook) => problems.map(({ row, problem }) => [row, problem])
const header: Cell[] = ['序号', '内容', '分值']
const litter: Cell[] = [1, '乱扔垃圾', 5]

describe('a heading', () => {
  it.each<[string, 'award' | 'deduct' | null]>([
    ['二、扣分项', 'deduct'],
    ['三、失信惩戒', 'deduct'],
    ['反面清单', 'deduct'],
    ['不准行为', 'deduct'],
    ['不文明行为', 'deduct'],
    ['制止不文明行为', null],
    ['劝阻各类违法行为', null],
    ['一、加分项', 'award'],
    ['加减分标准', null],
    ['奖惩细则', null],
    ['守信激励与失信惩戒', null],
    ['环境卫生', null],
  ])('%s says %s', (words, effect) => {
    expect(effectOfHeading(words)).toBe(effect)
  })
})

describe('titles', () => {
  it.each<[string[], 'deduct' | 'unclear' | null]>([
    [['负面清单'], 'deduct'],
    [['示范村2026年扣分台账'], 'deduct'],
    [['扣分台账3月'], 'deduct'],
    [['细则', '示范村积分细则(扣分项)'], 'deduct'],
    [['Sheet1', '不文明行为登记表'], 'deduct'],
    [['负面清单', '示范村积分奖惩细则'], 'deduct'],
    [['负面清单', '加分标准'], 'unclear'],
    [['积分细则', '违法违纪实行一票否决的,当年积分清零'], null],
    [['积分加扣分细则'], null],
    [['制止不文明行为登记表'], null],
    [['积分台账'], null],
  ])('%j say %s', (words, effect) => {
    expect(effectOfTitles(words)).toBe(effect)
  })
})

describe('rules without a sign', () => {
  it.each<[string, Sheet]>([
    ['the name of their sheet', sheet('负面清单', header, litter)],
    ['a title', sheet('细则', ['示范村积分扣分细则'], header, litter)],
    ['a title in brackets', sheet('细则', ['示范村积分细则（负面清单）'], header, litter)],
    ['their class', sheet('细则', ['类别', '内容', '分值'], ['负面清单', '乱扔垃圾', 5])],
    ['a word over a column as their heading', sheet('细则', ['内容', '分值'], ['扣分'], ['乱扔垃圾', 5])],
    ['a heading in their own column', sheet('细则', ['内容', '分值'], ['扣分项'], ['乱扔垃圾', 5])],
  ])('take points by %s', (_, rules) => {
    expect(effectsOf(office([rules]))).toEqual(['deduct'])
  })

  it('are asked about where titles disagree', () => {
    const read = office([sheet('负面清单', ['加分标准'], header, litter)])
    expect(read.questions.filter(isOpen).map(({ code, row }) => [code, row])).toEqual([['sign-of-rule', 3]])
  })

  it('take points below their heading alone, not below the next of its rank', () => {
    const read = office([
      sheet('细则', header, ['一、扣分项'], ['（一）环境卫生'], litter, ['二、志愿服务'], [1, '巡逻', 10]),
    ])
    expect(effectsOf(read)).toEqual(['deduct', 'award'])
  })
})

describe('credits and deductions side by side', () => {
  it.each<[string, Cell[][]]>([
    [
      'one word for both points',
      [
        ['加分项', '分值', '扣分项', '分值'],
        ['参加会议', 20, '乱扔垃圾', 5],
        ['做好事', 10, null, null],
      ],
    ],
    [
      'a word of their own',
      [
        ['加分内容', '加分', '扣分内容', '扣分'],
        ['参加会议', 20, '乱扔垃圾', 5],
        ['做好事', 10],
      ],
    ],
    [
      'a class left of both',
      [
        ['类别', '加分项', '分值', '扣分项', '分值'],
        ['卫生', '参加会议', 20, '乱扔垃圾', 5],
        [null, '做好事', 10],
      ],
    ],
    [
      'titles above',
      [
        ['一、加分', null, '二、扣分'],
        ['内容', '分值', '内容', '分值'],
        ['参加会议', 20, '乱扔垃圾', 5],
        ['做好事', 10],
      ],
    ],
  ])('are rules of both signs, under %s', (_, rows) => {
    const { rules, problems } = office([sheet('细则', ...rows)])
    expect(rules.map(({ text, terms }) => [text, terms.effect])).toEqual([
      ['参加会议', 'award'],
      ['做好事', 'award'],
      ['乱扔垃圾', 'deduct'],
    ])
    expect(problems).toEqual([])
  })

  it('are lines of both signs in a ledger', () => {
    const rules = sheet('细则', ['内容', '分值'], ['参加会议', 20], ['乱扔垃圾', -5])
    const ledger = sheet(
      '台账',
      ['日期', '门牌号', '加分项', '分值', '扣分项', '分值'],
      ['2026-03-05', '1号', '参加会议', 20, '乱扔垃圾', 5],
      ['2026-03-06', '2号', null, null, '乱扔垃圾', 5],
    )
    const { lines, problems } = office([households, rules, ledger])
    expect(problems).toEqual([])
    expect(lines.map(({ row, door, points }) => [row, door, points])).toEqual([
      [2, '1', 20],
      [2, '1', -5],
      [3, '2', -5],
    ])
  })

  it('may share a note behind both, and a line with neither is told', () => {
    const rules = sheet('细则', ['内容', '分值'], ['参加会议', 20], ['乱扔垃圾', -5])
    const ledger = sheet(
      '台账',
      ['日期', '门牌号', '加分事项', '加分', '扣分事项', '扣分', '备注'],
      ['2026-03-05', '1号', '参加会议', 20, null, null, '全家'],
      ['2026-03-06', '2号', null, null, '乱扔垃圾', 5, '门口'],
      ['2026-03-07', '3号', null, null, null, null, null],
    )
    const { lines, problems } = office([households, rules, ledger])
    expect(lines.map(({ row, points, note }) => [row, points, note])).toEqual([
      [2, 20, '全家'],
      [3, -5, '门口'],
    ])
    expect(problems.map(({ row, problem }) => [row, problem])).toEqual([[4, 'no-rule']])
  })

  it('keep a heading left of both for both', () => {
    const list = sheet(
      '户册',
      ['组别', '门牌号', '户主', '门牌号', '户主'],
      ['一组'],
      [null, '1号', '示范甲', '2号', '示范乙'],
      ['二组'],
      [null, '3号', '示范丙', '4号', '示范丁'],
    )
    const read = office([list]).households
    expect(read.map(({ door, group }) => `${group}${door}`)).toEqual(['1组1', '2组3', '1组2', '2组4'])
  })

  it('are refused by their words where one half is not whole', () => {
    const reading = readOffice(
      [sheet('细则', ['加分项', '分值', '扣分项'], ['参加会议', 20, '乱扔垃圾'])],
      nothingKnown,
    )
    expect(reading).toEqual({
      ok: false,
      refusal: { code: 'repeated-column', params: { sheet: '细则', row: 1, column: '加分项/扣分项' } },
    })
  })
})

it('a line of rules with points and no words is a problem', () => {
  const levels = sheet('细则', header, [1, '子女升学', 100], [2, null, 50], [3, null, null])
  expect(problemsOf(office([levels]))).toEqual([[3, 'no-rule']])
})

describe('lines of a ledger named for deductions', () => {
  const rules = sheet('细则', ['内容', '分值'], ['乱扔垃圾', 5], ['乱堆乱放', -5])
  const line = (item: string): Cell[] => ['2026-03-05', '1号', item, 5]

  it.each([
    ['扣分台账', []],
    ['台账', [['示范村2026年3月扣分登记表']]],
  ])('by %s %j take points, or are told', (name, titles: Cell[][]) => {
    const ledger = sheet(
      name,
      ...titles,
      ['日期', '门牌号', '事项', '分值'],
      line('乱扔垃圾'),
      line('乱堆乱放'),
    )
    const read = office([households, rules, ledger])
    expect(problemsOf(read)).toEqual([[2 + titles.length, 'sign-unlike-section']])
    expect(read.lines.map(({ points }) => points)).toEqual([-5])
  })
})

describe('a word for the sign in a cell', () => {
  it('is that of the rule, and of the line beside its rule', () => {
    const rules = sheet(
      '细则',
      ['类别', '内容', '分值', '加减'],
      ['会议', '参加会议', 20, '加'],
      ['环境', '乱扔垃圾', 5, '减'],
    )
    const line = (item: string, sign: string): Cell[] => ['2026-03-05', '1号', item, 5, sign]
    const header = ['日期', '门牌号', '事项', '分值', '类型']
    const read = office([
      households,
      rules,
      sheet('台账', header, line('乱扔垃圾', '扣分'), line('参加会议', '扣分')),
    ])
    expect(effectsOf(read)).toEqual(['award', 'deduct'])
    expect(read.lines.map(({ points }) => points)).toEqual([-5, -5])
    expect(read.sheets.flatMap(({ unread }) => unread)).toEqual([])
  })
})

it('points to give and to take beside one item: what is not read stays with the rule', () => {
  const read = office([sheet('细则', ['内容', '加分标准', '扣分标准'], ['庭院整洁', 10, 5])])
  expect(read.rules.map(({ terms, notUnderstood }) => [terms.effect, notUnderstood])).toEqual([
    ['award', ['扣分标准5']],
  ])
})
