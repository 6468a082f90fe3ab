/** Doors that a spreadsheet program, or a clerk, wrote in another form than the list. */
import { describe, expect, it } from 'vitest'
import { nothingKnown, office, rules, sheet } from '../office.ts'

const date = (day: string) => new Date(`${day}T00:00:00Z`)
const day = '2026-03-05'
const meeting = '参加村民会议'

const list = sheet(
  '户册',
  ['组别', '门牌号', '户主'],
  ['1组', '1-2', '张三'],
  ['3组', '3-1', '李四'],
  ['3组', '3-12', '王五'],
)

describe('a door that became a date', () => {
  const ledger = sheet(
    '台账',
    ['日期', '门牌号', '户主', '事项', '加分'],
    [day, date('2026-03-12'), '王五', meeting, 20],
    [day, date('2026-03-01'), null, meeting, 20],
    [day, date('1945-03-01'), null, meeting, 20],
  )

  it('is asked about, and no household gets its points before', () => {
    const read = office([list, rules, ledger])
    expect(read.questions).toMatchObject([
      { code: 'doors-as-dates', preset: null, params: { count: 3, door: '3-12' } },
    ])
    expect(read.lines).toEqual([])
    expect(read.problems).toMatchObject([
      { cell: 'B2', problem: 'bad-door' },
      { cell: 'B3', problem: 'bad-door' },
      { cell: 'B4', problem: 'bad-door' },
    ])
  })

  it('is read as a door where somebody says so; March 1945 may have been 3-45', () => {
    const answers = { 'doors-as-dates 日期 门牌号 户主 事项 加分': 'as-doors' }
    const read = office([list, rules, ledger], { ...nothingKnown, answers })
    expect(read.lines).toMatchObject([
      { row: 2, door: '3-12' },
      { row: 3, door: '3-1' },
    ])
    expect(read.problems).toMatchObject([{ cell: 'B4', problem: 'bad-door' }])
  })

  it('is asked about in the list too, also where it was formatted as a number', () => {
    const dates = sheet(
      '户册',
      ['门牌号', '户主'],
      [date('2026-01-02'), '张三'],
      [46093, '李四'],
      ['3-35', '王五'],
    )
    const answers = { 'doors-as-dates 门牌号 户主': 'as-doors' }
    expect(office([dates]).households).toHaveLength(1)
    expect(office([dates], { ...nothingKnown, answers }).households.map(({ door }) => door)).toEqual([
      '1-2',
      '3-12',
      '3-35',
    ])
  })

  it('is no door where all are the first of a month', () => {
    const read = office([list, rules, sheet('台账', ledgerHeader, [day, date('2012-03-01'), meeting, 20])])
    expect(read.questions).toEqual([])
    expect(read.problems).toMatchObject([{ problem: 'bad-door' }])
  })
})

const ledgerHeader = ['日期', '门牌号', '事项', '加分']

describe('doors that restart in every group', () => {
  const groups = [
    sheet('1组', ['门牌号', '户主'], ['1号', '张三'], ['2号', '李四']),
    sheet('2组', ['门牌号', '户主'], ['1号', '王五'], ['2号', '赵六']),
  ]

  it('are those of other households, though one list has the doors of another', () => {
    const read = office(groups)
    expect(read.questions).toMatchObject([{ code: 'doors-restart' }])
    expect(read.households.map(({ door }) => door)).toEqual(['1组1', '1组2', '2组1', '2组2'])
  })

  it('are told apart by lines with a group between the lines of a ledger', () => {
    const ledger = sheet(
      '台账',
      ledgerHeader,
      ['第一组', null, null, null],
      [day, '2号', meeting, 20],
      ['第二组', null, null, null],
      [day, '2号', meeting, 20],
    )
    expect(office([...groups, rules, ledger]).lines.map(({ door }) => door)).toEqual(['1组2', '2组2'])
  })
})

describe('a group above a list', () => {
  const header = ['门牌号', '户主']
  it.each([['第三组'], ['组别：3组'], ['晓塘村3组户册']])('%s is the group of its households', (title) => {
    const read = office([sheet('户册', [title], header, ['1号', '张三'], ['四组', null], ['2号', '李四'])])
    expect(read.households.map(({ group }) => group)).toEqual(['3组', '4组'])
  })

  it.each([['1-3组户册'], ['1组、2组户册'], ['考核领导小组'], ['一组一档户册']])('%s is none', (title) => {
    expect(office([sheet('户册', [title], header, ['1号', '张三'])]).households).toMatchObject([
      { group: '未分组' },
    ])
  })

  it('is the one above its own table, where several stand side by side', () => {
    const beside = sheet(
      '户册',
      ['1组', null, '2组'],
      ['门牌号', '户主', '门牌号', '户主'],
      ['1号', '张三', '3号', '王五'],
    )
    expect(office([beside]).households.map(({ group }) => group)).toEqual(['1组', '2组'])
  })
})

describe('a name in front of doors that is not the village’s', () => {
  const other = sheet(
    '户册',
    ['门牌号', '户主'],
    ['东塘村1号', '甲'],
    ['东塘村2号', '乙'],
    ['东塘村3号', '丙'],
  )

  it('is asked about', () => {
    expect(office([other]).questions).toMatchObject([
      { code: 'other-village-doors', preset: null, params: { count: 3, name: '东塘村' } },
    ])
    const answers = { 'other-village-doors 东塘村': 'own' }
    expect(office([other], { ...nothingKnown, answers }).households.map(({ door }) => door)).toEqual([
      '1',
      '2',
      '3',
    ])
  })
})
