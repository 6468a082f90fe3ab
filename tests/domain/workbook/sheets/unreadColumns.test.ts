/** Columns of a table that nothing is read from are named in the account of its sheet. */
import { expect, it } from 'vitest'
import type { Sheet } from '../../../../server/domain/workbook/index.ts'
import { households, office, rules, sheet } from '../office.ts'

const unreadOf = (sheets: Sheet[]) =>
  office(sheets).sheets.flatMap(({ unread }) => unread.map((column) => Object.values(column).join(' ')))
const line = ['2026-03-05', '1号', '参加村民会议', 20]
const header = ['日期', '门牌号', '事项', '加分']

it('a word that nobody knows, a second note, and another name', () => {
  const table = sheet(
    '户册',
    ['门牌号', '户主', '备注', '情况说明', '党龄'],
    ['1号', '示范甲', '甲', '乙', 5],
  )
  expect(unreadOf([table])).toEqual(['情况说明 D 1 乙', '党龄 E 1 5'])
})

it('months that are no points of a month', () => {
  const header = ['门牌号', '户主', '截至1月', '截至2月']
  const table = sheet('户册', header, ['1号', '示范甲', 20, 40], ['2号', '示范乙', 10, 10])
  expect(unreadOf([table])).toEqual(['截至1月 C 2 20', '截至2月 D 2 40'])
})

it.each<[string, Sheet, string]>([
  [
    'behind the header',
    sheet('台账', header, [...line, 30], [...line], [...line, '补5分'], ['合计', null, null, 60, 99]),
    ' E 2 30',
  ],
  [
    'within it',
    sheet(
      '台账',
      ['日期', '门牌号', null, '事项', '加分'],
      ['2026-03-05', '1号', '上午', '参加村民会议', 20],
    ),
    ' C 1 上午',
  ],
])('cells under no word, %s', (_, ledger, column) => {
  expect(unreadOf([households, rules, ledger])).toEqual([column])
})

it('not the numbers of lines, nor the columns of a table beside', () => {
  const numbered = sheet('户册', [null, '门牌号', '户主'], [1, '1号', '示范甲'], [2, '2号', '示范乙'])
  expect(unreadOf([numbered])).toEqual([])
  const beside = sheet('户册', ['门牌号', '户主', '门牌号', '户主'], ['1号', '示范甲', '2号', '示范乙'])
  expect(unreadOf([beside])).toEqual([])
})

it('of a table below too', () => {
  const two = sheet(
    '台账',
    header,
    line,
    [],
    ['日期', '门牌号', '事项', '扣分', '天气'],
    ['2026-03-06', '1号', '乱堆乱放', 20, '晴'],
  )
  expect(unreadOf([households, rules, two])).toEqual(['天气 E 1 晴'])
})
