/** Which of a ledger's columns has the points, where several could. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import { chosen, households, office, rules, sheet } from '../office.ts'

const ledger = (columns: string[], ...lines: Cell[][]) => [
  households,
  rules,
  sheet('台账', ['日期', '门牌号', '户主', '事项', ...columns], ...lines),
]
const inspection: Cell[] = ['2026-01-05', '1号', '张三', '庭院月检']
const litter: Cell[] = ['2026-01-06', '2号', '李四', '乱堆乱放']
const choicesOf = (sheets: ReturnType<typeof ledger>) =>
  office(sheets)
    .questions.find(({ code }) => code === 'points-column')
    ?.choices.map(({ value }) => value) ?? []

describe('a column of points', () => {
  it.each(['实得', '核定', '认定', '最终', '实际', '实得数'])('%s is a choice beside 应得分', (word) => {
    const book = ledger(['应得分', word], [...inspection, 50, 40])
    expect(choicesOf(book)).toEqual(['E', 'F', 'leave'])
    expect(chosen(book, { 'points-column': 'F' }).counts.totalPoints).toBe(40)
  })

  it('is none where names stand below 核定', () => {
    const book = ledger(['得分', '核定'], [...inspection, 50, '赵六'])
    expect([choicesOf(book), office(book).counts.totalPoints]).toEqual([[], 50])
  })

  it('of what is taken takes, whatever the rule gives', () => {
    const book = ledger(['应扣', '实扣'], [...inspection, 10, 5])
    expect(choicesOf(book)).toEqual(['E', 'F', 'leave'])
    expect(chosen(book, { 'points-column': 'F' }).counts.totalPoints).toBe(-5)
  })

  it('of what is given may be read with one of what is taken', () => {
    const book = ledger(
      ['应得分', '备注', '实得', '扣分'],
      [...inspection, 50, '迟到', 40, null],
      [...litter, null, '', null, 20],
    )
    expect(choicesOf(book)).toEqual(['E+H', 'G+H', 'E', 'G', 'H', 'leave'])
    expect(chosen(book, { 'points-column': 'E+H' }).counts.totalPoints).toBe(30)
    expect(chosen(book, { 'points-column': 'G+H' }).counts.totalPoints).toBe(20)
    // The other line is told, not lost.
    const alone = chosen(book, { 'points-column': 'G' })
    expect([alone.counts.totalPoints, alone.problems]).toMatchObject([40, [{ row: 3 }]])
  })

  it('may be what is left of 基础分 after 扣分', () => {
    const book = ledger(
      ['基础分', '扣分', '得分'],
      [...inspection, 100, 5, 95],
      [...inspection, 100, null, 100],
    )
    expect(choicesOf(book)).toContain('G')
    expect(chosen(book, { 'points-column': 'G' }).counts.totalPoints).toBe(195)
  })

  it('is no pair with one that the same lines fill', () => {
    const book = ledger(['应得分', '扣分', '实得'], [...inspection, 50, 10, 40])
    expect(choicesOf(book)).toEqual(['E', 'F', 'G', 'leave'])
  })
})
