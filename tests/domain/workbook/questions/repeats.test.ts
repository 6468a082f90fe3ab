/** The same lines on two sheets, which must neither count twice nor be lost. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook, Sheet } from '../../../../server/domain/workbook/index.ts'
import { isLasting, isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
import { households, nothingKnown, office, rules, sheet } from '../office.ts'

const meeting = '参加村民会议'
const yard = '庭院月检'
const header: Cell[] = ['日期', '门牌号', '事项', '加分', '经办人']
const deed = (day: string, door: number, points = 20, rule = meeting): Cell[] => [day, door, rule, points]
const ledger = (name: string, ...lines: Cell[][]) => sheet(name, header, ...lines)

const january = [deed('2026-01-05', 1), deed('2026-01-05', 2), deed('2026-01-09', 3)]
const february = [deed('2026-02-05', 1), deed('2026-02-06', 2)]

/** The question about repeated lines, or the only one. */
const asked = ({ questions }: OfficeWorkbook) =>
  questions.find(({ id }) => id.startsWith('counted-twice ')) ?? null

/** Read with these values for its questions, by their codes. */
function answered(sheets: Sheet[], values: Record<string, string>): OfficeWorkbook {
  const answers: Record<string, string> = {}
  for (let round = 0; round < 4; round++)
    for (const { id, code } of office(sheets, { ...nothingKnown, answers }).questions)
      if (values[code] !== undefined) answers[id] = values[code]
  return office(sheets, { ...nothingKnown, answers })
}

const read = (...sheets: Sheet[]) => office([households, rules, ...sheets])
const chosen = (value: string, ...sheets: Sheet[]) =>
  answered([households, rules, ...sheets], {
    'sheet-repeated': value,
    'sheet-contained': value,
    'counted-twice': value,
  })
const sums = ({ counts: { importableRows, totalPoints } }: OfficeWorkbook) => [importableRows, totalPoints]

describe('a sheet with the lines of others', () => {
  const months = [ledger('1月', ...january), ledger('2月', ...february)]

  it('is asked about once, where a year holds the lines of its months', () => {
    const year = ledger('全年汇总', ...january, ...february)
    const book = read(year, ...months)
    expect(asked(book)).toMatchObject({
      code: 'sheet-contained',
      sheet: '全年汇总',
      preset: null,
      params: { other: '1月、2月', same: 5, differ: 0, only: 0 },
    })
    expect(book.questions).toHaveLength(1)
    expect(sums(chosen('leave', ...months, year))).toEqual([5, 100])
    expect(sums(chosen('read', ...months, year))).toEqual([10, 200])
  })

  it('keeps what only one of them has', () => {
    const copy = ledger('1月 (2)', ...january.slice(1), deed('2026-01-20', 1))
    expect(asked(read(months[0] as Sheet, copy))).toMatchObject({
      row: 4,
      params: { same: 2, differ: 0, only: 1, rows: '4' },
      choices: [{ value: 'once' }, { value: 'leave' }, { value: 'read' }],
    })
    expect(sums(chosen('once', months[0] as Sheet, copy))).toEqual([4, 80])
    expect(sums(chosen('leave', months[0] as Sheet, copy))).toEqual([3, 60])
  })

  it('may have other points for the same deed, and somebody says which count', () => {
    const copy = ledger('1月 (2)', deed('2026-01-05', 1, 10), ...january.slice(1))
    expect(asked(read(months[0] as Sheet, copy))?.params).toMatchObject({ same: 2, differ: 1, rows: '2' })
    expect(sums(chosen('leave', months[0] as Sheet, copy))).toEqual([3, 60])
    expect(sums(chosen('prefer', months[0] as Sheet, copy))).toEqual([3, 50])
  })

  it('is told of by a part of a month within it', () => {
    const part = ledger('1月上', ...january.slice(0, 2))
    expect(asked(read(months[0] as Sheet, part))?.params).toMatchObject({ same: 2, only: 1 })
    expect(sums(chosen('once', months[0] as Sheet, part))).toEqual([3, 60])
  })

  it('says in its account how many lines do not count', () => {
    const account = chosen('leave', ...months, ledger('全年', ...january)).sheets
    expect(account.map(({ name, lines, repeated }) => [name, lines, repeated])).toEqual([
      ['户册', 0, 0],
      ['细则', 0, 0],
      ['1月', 3, 0],
      ['2月', 2, 0],
      ['全年', 0, 3],
    ])
  })

  it('is not one for two equal deeds on one day in one sheet', () => {
    const twice = ledger('1月', ...january, january[0] as Cell[])
    expect(asked(read(twice))).toBeNull()
    expect(sums(read(twice))).toEqual([4, 80])
    expect(sums(chosen('once', twice, ledger('副本', ...january)))).toEqual([4, 80])
  })

  it('is not one for months, groups or items that resemble each other', () => {
    const items = ledger('卫生', ...january.map(([day, door]) => [day, door, yard, 20] as Cell[]))
    expect(read(...months, items).questions).toEqual([])
  })

  it('loses no name of who wrote a line', () => {
    const named = ledger('全年', ...january.map((line) => [...line, '示范员']))
    expect(chosen('leave', months[0] as Sheet, named).lines.map(({ clerk }) => clerk)).toEqual([
      '示范员',
      '示范员',
      '示范员',
    ])
  })

  it('warns of no cap that only the repetition exceeds', () => {
    const often = ['01', '02', '03'].map((day) => deed(`2026-01-${day}`, 1))
    const copies = [ledger('1月', ...often), ledger('全年', ...often)]
    expect(chosen('read', ...copies).counts.cautions['over-cap']).toBe(3)
    expect(chosen('leave', ...copies).counts.cautions['over-cap']).toBe(0)
  })
})

describe('sheets that say less of the same deeds', () => {
  const lines = [...january, ...february, deed('2026-01-12', 1, 80, yard)]

  it('are asked about where items are columns', () => {
    const matrix = sheet(
      '1月汇总',
      ['门牌号', '户主', meeting, yard],
      ['1号', '张三', 20, 80],
      ['2号', '李四', 20, null],
      ['3号', '王五', 20, null],
    )
    const answers = { 'day-of-sheet': '2026-01-31' }
    const book = answered([households, rules, ledger('台账', ...lines), matrix], answers)
    expect(asked(book)).toMatchObject({
      code: 'counted-twice',
      params: { other: '台账', count: 4, same: 4, only: 0 },
    })
    const left = answered([households, rules, ledger('台账', ...lines), matrix], {
      ...answers,
      'counted-twice': 'leave',
    })
    expect(sums(left)).toEqual([6, 180])
  })

  it('are asked about where they sum up the year', () => {
    const matrix = sheet(
      '全年汇总',
      ['门牌号', '户主', meeting, yard],
      ['1号', '张三', 40, 80],
      ['2号', '李四', 40, null],
      ['3号', '王五', 20, null],
    )
    const book = answered([households, rules, ledger('台账', ...lines), matrix], {
      'day-of-sheet': '2026-12-31',
    })
    expect(asked(book)?.params).toMatchObject({ other: '台账', count: 4, same: 4 })
  })

  it('are asked about where one is named by its item', () => {
    const item = sheet(
      meeting,
      ['日期', '门牌号', '加分'],
      ...january.map(([day, door]) => [day, door, 20] as Cell[]),
    )
    const book = answered([households, rules, item, ledger('台账', ...lines)], {
      'no-column-near': 'sheet-name',
    })
    expect(asked(book)).toMatchObject({
      code: 'sheet-repeated',
      sheet: '台账',
      params: { other: meeting, same: 3, only: 3 },
    })
  })

  it('are asked about where quarters sum up what several sheets have', () => {
    const quarters = sheet(
      '季度',
      ['门牌号', '户主', '一季度', '二季度'],
      ['1号', '张三', 120, null],
      ['2号', '李四', 40, null],
    )
    const sheets = [households, rules, ledger('1月', ...january), ledger('其他', ...lines.slice(3)), quarters]
    expect(asked(answered(sheets, { 'months-as-columns': 'by-month' }))?.params).toMatchObject({
      other: '1月、其他',
      count: 2,
      same: 2,
    })
  })

  it('are no repetition where they are of other months', () => {
    const months = sheet('月汇总', ['门牌号', '户主', '3月'], ['1号', '张三', 40], ['2号', '李四', 40])
    const sheets = [households, rules, months, ledger('台账', ...lines)]
    expect(asked(answered(sheets, { 'months-as-columns': 'by-month' }))).toBeNull()
    const matrix = sheet('3月汇总', ['门牌号', '户主', meeting], ['1号', '张三', 40], ['2号', '李四', 40])
    expect(asked(read(matrix, ledger('台账', ...lines)))).toBeNull()
  })

  it('are no repetition of points from before the ledger', () => {
    const opening = ledger('期初', ['2026-01-01', 1, '上年结转', 100])
    expect(asked(read(opening, ledger('台账', ...lines)))).toBeNull()
    const again = ledger('结转', ['2026-01-01', 1, '上年结转', 100])
    expect(asked(read(opening, again))?.params).toMatchObject({ same: 1 })
  })
})

describe('an answer about repeated lines', () => {
  const copy = (...lines: Cell[][]) => [
    households,
    rules,
    ledger('1月', ...january),
    ledger('副本', ...lines),
  ]

  it('holds for the same lines again, and for no others', () => {
    const question = asked(office(copy(...january)))
    const answers = { [question?.id ?? '']: 'leave' }
    expect(isLasting(question?.id ?? '')).toBe(true)
    expect(office(copy(...january), { ...nothingKnown, answers }).questions.some(isOpen)).toBe(false)
    const others = copy(...january.slice(0, 2), deed('2026-01-30', 3))
    expect(office(others, { ...nothingKnown, answers }).questions.some(isOpen)).toBe(true)
  })
})
