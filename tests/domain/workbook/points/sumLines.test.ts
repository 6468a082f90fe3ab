/** Lines of sums in a ledger, held against the lines above them. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import { households, office, rules, sheet } from '../office.ts'

const day = '2026-03-05'
const given = (door: number, points = 20): Cell[] => [day, `${door}号`, '参加村民会议', points]
const taken = (door: number): Cell[] => [day, `${door}号`, '乱堆乱放', null, 20]
const sum = (words: string, ...points: Cell[]): Cell[] => [words, null, null, ...points]
const cautionsOf = (...lines: Cell[][]) =>
  office([households, rules, sheet('台账', ['日期', '门牌号', '事项', '加分', '扣分'], ...lines)])
    .cautions.filter(({ caution }) => caution === 'sum-unlike-lines')
    .map(({ cell, value }) => [cell, value])

describe('a sum that the lines above it do not come to', () => {
  it('is told by its cell', () => {
    expect(cautionsOf(given(1), given(2), sum('合计', 50))).toEqual([['D4', '50 ≠ 40']])
    expect(cautionsOf(given(1), taken(2), sum('合计', 20, 30))).toEqual([['E4', '30 ≠ −20']])
  })

  it('may be of all lines, or of those since any sum before it, and without a sign', () => {
    const lines = [given(1), taken(1), sum('1组小计', 20, 20), given(2), given(3), sum('2组小计', 40, 0)]
    expect(cautionsOf(...lines, sum('3月合计', 60, -20))).toEqual([])
    expect(
      cautionsOf(...lines, sum('3月合计', 60, 20), given(1), sum('4月合计', 20), sum('总计', 80)),
    ).toEqual([])
    expect(cautionsOf(...lines, sum('3月合计', 61))).toEqual([['D8', '61 ≠ 60']])
  })

  it('is not told beside a line that does not come in, nor of sums that reach farther', () => {
    expect(cautionsOf(given(1), given(9), sum('合计', 60))).toEqual([])
    expect(cautionsOf(given(1), sum('累计', 500), sum('人均', 2))).toEqual([])
  })

  it('may count something else, as in words', () => {
    expect(cautionsOf(given(1), sum('合计', '二十分'), given(2), sum('合计', '共2笔'))).toEqual([])
  })
})
