import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import { readDoor, withoutGroup } from '../../../server/domain/workbook/lists/doors.ts'
import { canonicalGroup, namesSum } from '../../../server/domain/workbook/lists/groups.ts'
import {
  readAttributes,
  readMembers,
  readName,
  readPhones,
} from '../../../server/domain/workbook/lists/people.ts'
import { office, sheet } from './office.ts'

describe('a door number', () => {
  it.each<[Cell, string]>([
    ['5012号', '5012'],
    ['5012', '5012'],
    [5012, '5012'],
    [' 5012 号 ', '5012'],
    ['晓塘村5012号', '5012'],
    ['金山卫镇晓塘村5012号', '5012'],
    ['５０１２号', '5012'],
    ['门牌号5012', '5012'],
    ['12-3', '12-3'],
    ['12—3号', '12-3'],
    ['甲12', '甲12'],
    ['甲１２号', '甲12'],
    ['a12', 'A12'],
    [null, ''],
    ['  ', ''],
  ])('%j is door %s', (cell, door) => {
    expect(readDoor(cell, '晓塘村')).toBe(door)
  })

  it('is the same however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), (number) => {
        const wide = [...String(number)]
          .map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
          .join('')
        for (const cell of [
          number,
          `${number}`,
          `${number}号`,
          `晓塘村${number}号`,
          `${wide}号`,
          ` ${number} 号`,
        ])
          expect(readDoor(cell, '晓塘村')).toBe(String(number))
      }),
    )
  })

  it('is found behind a group that a ledger writes in front', () => {
    expect(withoutGroup(readDoor('3组12号', ''))).toBe('12')
    expect(withoutGroup(readDoor('第三组12号', ''))).toBe('12')
  })
})

describe('a group', () => {
  it.each<[Cell, string | null]>([
    ['1组', '1组'],
    ['二组', '2组'],
    ['第三组', '3组'],
    ['第3组', '3组'],
    [3, '3组'],
    ['３', '3组'],
    ['十组', '10组'],
    ['十二组', '12组'],
    ['第二十一组', '21组'],
    ['3 组', '3组'],
    ['第三村民小组', '3组'],
    ['4小组', '4组'],
    ['晓塘村5组', '5组'],
    ['东浜组', '东浜组'],
    ['东浜村民小组', '东浜组'],
    ['东浜', '东浜'],
    ['', null],
    [null, null],
  ])('%j is %s', (cell, group) => {
    expect(canonicalGroup(cell, '晓塘村')).toBe(group)
  })
})

describe('a line of sums', () => {
  it.each(['小计', '合计', '总计', '1组小计', '第三组小计', '合计:', '合计:786户', '总计786户', '本页小计'])(
    'is told by %s',
    (text) => {
      expect(namesSum(text)).toBe(true)
    },
  )

  it.each(['计小红', '小计划', '会计培训', ''])('is not told by %j', (text) => {
    expect(namesSum(text)).toBe(false)
  })
})

describe('a person', () => {
  it.each<[Cell, string]>([
    ['戴 法', '戴法'],
    [' 戴　法 ', '戴法'],
    ['贾春娟\n', '贾春娟'],
    ['买买提·艾力', '买买提·艾力'],
    [null, ''],
  ])('called %j is %s', (cell, name) => {
    expect(readName(cell)).toBe(name)
  })

  it.each<[Cell, string | null]>([
    [13837781633, '13837781633'],
    ['177 1043 1923', '17710431923'],
    ['138-3778-1633', '13837781633'],
    ['１３８３７７８１６３３', '13837781633'],
    ['021-57240000', '02157240000'],
    ['13837781633/15609530955', '13837781633'],
    ['无', null],
    [null, null],
  ])('with telephone %j has %s', (cell, phone) => {
    expect(readPhones(cell)[0] ?? null).toBe(phone)
  })

  it.each<[Cell, number | null]>([
    [5, 5],
    ['5', 5],
    ['5人', 5],
    ['５口人', 5],
    [0, 0],
    [2.5, null],
    [120, null],
    ['几个', null],
    [null, null],
  ])('in a household of %j lives with %s', (cell, members) => {
    expect(readMembers(cell)).toBe(members)
  })
})

describe('attributes of a household', () => {
  it.each<[Cell, string[]]>([
    ['党员户、低保户', ['党员户', '低保户']],
    ['党员户，党员户；军属户', ['党员户', '军属户']],
    ['无', []],
    ['', []],
    [null, []],
  ])('%j', (cell, names) => {
    expect(readAttributes(cell)).toEqual(names)
  })

  it('stand in a column of the list', () => {
    const rows = [
      ['组别', '门牌号', '户主', '属性'],
      ['1组', '1', '张三', '党员户'],
      ['1组', '2', '李四', null],
    ]
    const { households } = office([sheet('户册', ...rows)])
    expect(households.map(({ attributes }) => attributes)).toEqual([['党员户'], undefined])
  })
})
