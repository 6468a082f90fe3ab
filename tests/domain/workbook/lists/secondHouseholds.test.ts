/** A household that a list has at the door of another one, or at none. */
import { describe, expect, it } from 'vitest'
import type { OfficeWorkbook, Sheet } from '../../../../server/domain/workbook/index.ts'
import { nothingKnown, office, rules, sheet } from '../office.ts'

const told = ({ problems }: OfficeWorkbook) =>
  problems.map(({ row, cell, problem, value, other }) => [row, cell, problem, value, other])
const householdsOf = ({ households }: OfficeWorkbook) =>
  households.map(({ door, head, members }) => [door, head, members])

describe('a door that the list has again', () => {
  const list = sheet('户册', ['门牌号', '户主'], ['1号', '示范甲'], [1, '示范乙'], ['2号', '示范丙'])

  it('under another head is a problem line', () => {
    const read = office([list])
    expect(told(read)).toEqual([[3, 'A3', 'door-of-another', '1', '示范甲']])
    expect(householdsOf(read)).toEqual([
      ['1', '示范甲', null],
      ['2', '示范丙', null],
    ])
  })

  it('under another head on another sheet is one too', () => {
    const other = sheet('补充', ['门牌号', '户主'], ['3号', '示范丁'], ['2号', '示范戊'])
    expect(told(office([sheet('户册', ['门牌号', '户主'], ['2号', '示范丙']), other]))).toEqual([
      [3, 'A3', 'door-of-another', '2号', '示范丙'],
    ])
  })

  it('under the same head is a duplicate alone', () => {
    const read = office([sheet('户册', ['门牌号', '户主'], ['1号', '示范甲'], ['1号', '示范 甲'])])
    expect([told(read), read.duplicateDoors.map(({ row }) => row)]).toEqual([[], [3]])
  })
})

describe('a second head in a list with one line a person', () => {
  const header = ['门牌号', '姓名', '与户主关系']

  it.each<[string, string | null]>([
    ['beside each person', '1号'],
    ['beside the heads alone', null],
  ])('at one door, written %s, is a problem line; its people are of no household', (_, again) => {
    const read = office([
      sheet(
        '人员',
        header,
        ['1号', '示范甲', '户主'],
        [again, '示范乙', '妻'],
        ['1号', '示范丙', '户主'],
        [again, '示范丁', '妻'],
        ['2号', '示范戊', '户主'],
      ),
    ])
    expect(told(read)).toEqual([[4, 'A4', 'door-of-another', '1号', '示范甲']])
    expect(householdsOf(read)).toEqual([
      ['1', '示范甲', 2],
      ['2', '示范戊', 1],
    ])
  })

  it('without a door is one household without a door, whoever lives there', () => {
    const read = office([
      sheet(
        '人员',
        header,
        ['1号', '示范甲', '户主'],
        [null, '示范乙', '户主'],
        [null, '示范丙', '妻'],
        [null, '示范丁', '子'],
      ),
    ])
    expect(householdsOf(read)).toEqual([['1', '示范甲', 1]])
    expect(read.rowsWithoutDoor.map(({ row, head }) => [row, head])).toEqual([[3, '示范乙']])
  })

  it('leaves no person out without a word where nobody stands above', () => {
    const read = office([sheet('人员', header, [null, '示范乙', '妻'], ['1号', '示范甲', '户主'])])
    expect(read.rowsWithoutDoor.map(({ row, head }) => [row, head])).toEqual([[2, '示范乙']])
  })
})

describe('a ledger that goes by names', () => {
  const ledger = (...names: (string | null)[]) =>
    sheet(
      '台账',
      ['日期', '户主', '事项', '加分'],
      ...names.map((name) => ['2026-03-05', name, '参加村民会议', 20]),
    )

  function toldByHead(list: Sheet, ...names: (string | null)[]) {
    const book = [list, rules, ledger(...names)]
    const answers = Object.fromEntries(office(book).questions.map(({ id }) => [id, 'by-head']))
    return told(office(book, { ...nothingKnown, answers }))
  }

  it('is told of a name as a name, and of a line without one', () => {
    const list = sheet('户册', ['门牌号', '户主'], ['1号', '示范甲'], ['2号', '示范乙'], ['3号', '示范丙'])
    expect(toldByHead(list, '示范甲', '示范丁', '示范乙', '示范丙', null)).toEqual([
      [3, 'B3', 'unknown-head', '示范丁', undefined],
      [6, 'B6', 'no-door', '', undefined],
    ])
  })

  it('is told the door of a name that lives at a door of two', () => {
    const list = sheet(
      '人员',
      ['门牌号', '姓名', '与户主关系'],
      ['1号', '示范甲', '户主'],
      ['1号', '示范乙', '妻'],
      ['1号', '示范丙', '户主'],
    )
    expect(toldByHead(list, '示范甲', '示范乙').slice(1)).toEqual([
      [3, 'B3', 'ambiguous-door', '1', undefined],
    ])
  })
})
