/** Points in a cell that is merged over several lines: each line's, or the first one's alone. */
import { describe, expect, it } from 'vitest'
import type { Sheet } from '../../../../server/domain/workbook/index.ts'
import { households, nothingKnown, office, rules, sheet } from '../office.ts'

const ledger = {
  ...sheet(
    '台账',
    ['日期', '门牌号', '事项', '加分'],
    ['2026-03-05', '1号', '参加村民会议', 20],
    [null, '2号', null, null],
    [null, '3号', null, null],
    ['合计', null, null, 60],
  ),
  merges: ['A2:A4', 'C2:C4', 'D2:D4'],
}

const months = {
  ...sheet('汇总', ['门牌号', '户主', '1月', '2月'], ['1号', '张三', 20, 5], ['2号', '李四', null, 5]),
  merges: ['C2:C3'],
}

function chosen(sheets: Sheet[], value: string) {
  const answers = Object.fromEntries(office(sheets).questions.map(({ id }) => [id, value]))
  return office(sheets, { ...nothingKnown, answers: { ...answers, ...byMonth(sheets) } })
}

const byMonth = (sheets: Sheet[]) =>
  Object.fromEntries(
    office(sheets)
      .questions.filter(({ code }) => code === 'months-as-columns')
      .map(({ id }) => [id, 'by-month']),
  )

describe('points in a merged cell', () => {
  it('are asked about', () => {
    expect(office([households, rules, ledger]).questions).toMatchObject([
      { code: 'merged-points', row: 2, preset: null, params: { count: 1, cells: 'D2:D4', value: '20' } },
    ])
  })

  it('are those of each line, or of the first alone, as somebody says', () => {
    expect(
      chosen([households, rules, ledger], 'each').lines.map(({ door, points }) => [door, points]),
    ).toEqual([
      ['1', 20],
      ['2', 20],
      ['3', 20],
    ])
    const first = chosen([households, rules, ledger], 'first')
    expect(first.lines).toHaveLength(1)
    expect(first.problems.map(({ row, problem }) => [row, problem])).toEqual([
      [3, 'no-points'],
      [4, 'no-points'],
    ])
  })

  it('are asked about in a table of months too, where an empty cell is none', () => {
    const sheets = [households, rules, months]
    expect(office(sheets).questions.map(({ code }) => code)).toContain('merged-points')
    expect(chosen(sheets, 'each').counts.totalPoints).toBe(50)
    expect(chosen(sheets, 'first').counts.totalPoints).toBe(30)
  })

  it('are no question where the cell spans one line and the line of sums', () => {
    expect(office([households, rules, { ...ledger, merges: ['A2:A4', 'C2:C4', 'D4:D5'] }]).questions).toEqual(
      [],
    )
  })
})
