/** Where the tables of a sheet are: side by side, under headers of several lines, among sums. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import { households, ledgerHeader, office, rules, sheet } from './office.ts'

const day = '2026-03-05'

describe('tables side by side', () => {
  it('are read as if they stood below each other, the sign from the word above', () => {
    const ledger = sheet(
      '台账',
      ['加分', null, null, null, null, '扣分'],
      ['日期', '门牌号', '事项', '分值', null, '日期', '门牌号', '事项', '分值'],
      [day, '1号', '参加村民会议', 20, null, day, '2号', '参加村民会议', 10],
      [day, '2号', '参加村民会议', 20],
      ['合计', null, null, 40, null, null, null, null, 10],
    )
    const { lines, problems } = office([households, rules, ledger])
    expect(problems).toEqual([])
    expect(lines.map(({ row, door, points }) => [row, door, points])).toEqual([
      [3, '1', 20],
      [4, '2', 20],
      [3, '2', -10],
    ])
  })

  it('may share the door left of them', () => {
    const ledger = sheet(
      '台账',
      ['门牌号', '户主', '日期', '事项', '加分', '日期', '事项', '扣分'],
      ['1号', '张三', day, '参加村民会议', 20, day, '乱堆乱放', 20],
      ['2号', '李四', day, '参加村民会议', 20],
    )
    const { lines } = office([households, rules, ledger])
    expect(lines.map(({ door, points }) => [door, points])).toEqual([
      ['1', 20],
      ['2', 20],
      ['1', -20],
    ])
  })

  it('are refused where one of them is not whole', () => {
    const ledger = sheet(
      '台账',
      ['日期', '门牌号', '事项', '加分', '日期', '签名'],
      [day, '1号', '参加村民会议', 20, day],
    )
    expect(() => office([households, rules, ledger])).toThrow('repeated-column')
  })

  it('are told apart by an empty column: rules, and a ranking that is not read', () => {
    const ledger = sheet(
      '台账',
      ['日期', '门牌号', '事项', '加分', null, '名次', '户主', '总分'],
      [day, '1号', '参加村民会议', 20, null, 1, '李四', 40],
    )
    const beside = sheet(
      '户册和细则',
      ['门牌号', '户主', null, '类别', '内容', '分值'],
      ['1号', '张三', null, '会议学习', '参加村民会议', '+20'],
    )
    const read = office([beside, ledger])
    expect(read).toMatchObject({
      households: [{ door: '1' }],
      rules: [{ text: '参加村民会议' }],
      problems: [],
    })
    expect(read.lines).toMatchObject([{ door: '1', points: 20 }])
    expect(read.sheets).toMatchObject([
      { households: 1, rules: 1 },
      { lines: 1 },
      { name: '台账 F1', kind: 'other' },
    ])
  })

  it('are one where an empty column only makes room', () => {
    const list = sheet(
      '户册',
      ['门牌号', '户主', null, '人口', '电话'],
      ['1号', '张三', null, 3, '13800000001'],
    )
    expect(office([list]).households).toMatchObject([{ members: 3, phone: '13800000001' }])
  })
})

describe('a header of three lines', () => {
  it('is read to its lowest line', () => {
    const ledger = sheet(
      '台账',
      ['日期', '住户信息', null, '考核内容', '积分情况', null],
      [null, '门牌号', '户主', null, '加减分', null],
      [null, null, null, null, '加分', '扣分'],
      [day, '1号', '张三', '参加村民会议', 20, null],
      [day, '2号', '李四', '乱堆乱放', null, 20],
    )
    expect(office([households, rules, ledger])).toMatchObject({
      lines: [{ points: 20 }, { points: -20 }],
      problems: [],
    })
  })
})

describe('sums among the lines', () => {
  it.each(['累计', '本月累计:', '人均积分', '本 月 累 计'])('%s is no line', (words) => {
    const sums: Cell[] = [words, null, null, null, 40]
    const ledger = sheet('台账', ledgerHeader, [day, '1号', null, '参加村民会议', 20], sums)
    expect(office([households, rules, ledger])).toMatchObject({ counts: { ledgerRows: 1 }, problems: [] })
  })

  it('are no sums where a household is named: its points from before may stand there', () => {
    const ledger = sheet(
      '台账',
      ledgerHeader,
      [day, '1号', null, '参加村民会议', 20],
      ['上月累计', '2号', null, null, 40],
    )
    expect(office([households, rules, ledger]).problems).toMatchObject([{ row: 3 }])
  })
})

describe('a column that nobody knows', () => {
  it('is named in the account of its sheet', () => {
    const list = sheet(
      '户册',
      ['序号', '门牌号', '户主', '身份证号码', '党员'],
      [1, '1号', '张三', '310000', null],
    )
    expect(office([list]).sheets).toMatchObject([
      { unread: [{ label: '身份证号码', letter: 'D', filled: 1 }] },
    ])
  })
})
