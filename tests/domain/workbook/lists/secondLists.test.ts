/** A second list of households beside the first: what it says beyond that is read, or told. */
import { expect, it } from 'vitest'
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { OfficeWorkbook } from '../../../../server/domain/workbook/index.ts'
import { office, sheet } from '../office.ts'

const header = ['组别', '门牌号', '户主', '人口']
const known: Cell[][] = [
  ['1组', '1号', '示范甲', 3],
  ['1组', '2号', '示范乙', 2],
]
const first = sheet('户册', header, ...known, ['2组', '3号', '示范丙', 4])

const doorsOf = ({ households }: OfficeWorkbook) => households.map(({ door, group }) => [door, group])

it.each(['户册（新）', '户籍表2', '名单(补)'])('%s brings its new households, with their groups', (name) => {
  const merged = { ...first, name, merges: ['A2:A3', 'A4:A6'] }
  const second = {
    ...merged,
    rows: [
      ...first.rows.slice(0, 2),
      [null, '2号', '示范 乙', 2],
      ['2组', '3号', '示范丙', 4],
      [null, '5号', '示范戊', 1],
      [null, '4号', '示范丁', 1],
    ],
  }
  const read = office([first, second])
  expect(doorsOf(read)).toEqual([
    ['1', '1组'],
    ['2', '1组'],
    ['3', '2组'],
    ['5', '2组'],
    ['4', '2组'],
  ])
  expect([read.duplicateDoors, read.problems]).toEqual([[], []])
  expect(read.sheets).toMatchObject([
    { households: 3, repeated: 0 },
    { households: 2, repeated: 3, fate: null },
  ])
})

it('with another head at a door is told of', () => {
  const read = office([first, sheet('新', header, ...known, ['2组', '3号', '示范丁', 4])])
  expect(read.problems).toMatchObject([{ sheet: '新', row: 4, problem: 'door-of-another', other: '示范丙' }])
})

it.each([
  ['another group', ['3组', '3号', '示范丙', 4]],
  ['another number of people', ['2组', '3号', '示范丙', 5]],
])('with %s at a door is told of', (_, line) => {
  const read = office([first, sheet('新', header, ...known, line)])
  expect(read.duplicateDoors).toMatchObject([{ sheet: '新', row: 4, door: '3' }])
})

it('that says nothing new is left out', () => {
  const read = office([first, sheet('名册', ['门牌号', '户主'], ['1号', '示范甲'], ['3号', '示范*'])])
  expect(read.sheets).toMatchObject([{ fate: null }, { fate: 'repeats-list' }])
})

it('with a household without a door is told of', () => {
  const second = sheet('名册', ['门牌号', '户主'], ['1号', '示范甲'], ['2号', '示范乙'], [null, '示范己'])
  expect(office([first, second]).rowsWithoutDoor).toMatchObject([{ sheet: '名册', row: 4, head: '示范己' }])
})

it('with the masked name of a household that no other lists is told of', () => {
  const ranking = sheet(
    '排名',
    ['名次', '门牌号', '户主', '总分'],
    [1, '1号', '示**', 9],
    [2, '2号', '示*', 8],
    [3, '7号', '赵*', 5],
  )
  const read = office([first, ranking])
  expect(read.problems).toMatchObject([{ sheet: '排名', row: 4, problem: 'no-head', value: '7号' }])
  expect(read.households).toHaveLength(3)
})

it('of people beside a list of households brings the people of new ones', () => {
  const people = sheet(
    '人员',
    ['门牌号', '姓名', '与户主关系'],
    ['1号', '示范甲', '户主'],
    [null, '示范庚', '妻'],
    ['2号', '示范乙', '户主'],
    ['4号', '示范丁', '户主'],
    [null, '示范辛', '子'],
  )
  const read = office([first, people])
  expect(read.households.map(({ door, members }) => [door, members])).toEqual([
    ['1', 3],
    ['2', 2],
    ['3', 4],
    ['4', 2],
  ])
  expect([read.problems, read.duplicateDoors]).toEqual([[], []])
})
