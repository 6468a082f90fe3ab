import { describe, expect, it } from 'vitest'
import { doorList, type FindDoor } from '../../admin/entry/batch/doorList.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'

/** Doors 1 and 1001 … 1003; two households have the same name. */
const heads = new Map([
  ['1', '示范老户'],
  ['1001', '示范甲'],
  ['1002', '示范乙'],
  ['1003', '示范丙'],
  ['1004', '示范同名'],
  ['1005', '示范同名'],
])
const find: FindDoor = (cell) => {
  const door = normalizeDoor(cell)
  if (heads.has(door)) return { door, by: 'door' }
  const named = [...heads].filter(([, head]) => head === cell)
  return named.length === 1 && named[0] ? { door: named[0][0], by: 'name' } : null
}
const read = (...rows: string[]) =>
  doorList(rows.join('\n'), '示范村', find).map(({ door, value }) =>
    value === '' ? door : `${door}=${value}`,
  )

describe('a column out of a spreadsheet', () => {
  it.each<[string, string[], string[]]>([
    ['doors', ['1001', '1002号', '示范村1003号'], ['1001', '1002', '1003']],
    ['names', ['示范甲', '示范丙'], ['1001', '1003']],
    ['doors with points beside', ['1001\t20', '1002\t30'], ['1001=20', '1002=30']],
    ['names with points beside', ['示范甲\t20', '示范乙\t5'], ['1001=20', '1002=5']],
    ['doors, names and points', ['1001\t示范甲\t20', '1002\t示范乙\t30'], ['1001=20', '1002=30']],
    ['names before doors', ['示范甲\t1001\t20', '示范乙\t1002\t30'], ['1001=20', '1002=30']],
    ['one row of it', ['1001\t示范甲\t20'], ['1001=20']],
    ['a head above', ['门牌\t姓名\t分值', '1001\t示范甲\t20', '1002\t示范乙\t30'], ['1001=20', '1002=30']],
    ['a head above a column', ['门牌', '1001', '1002'], ['1001', '1002']],
    [
      'running numbers in front',
      ['1\t1001\t20', '2\t1002\t30', '3\t1003\t40'],
      ['1001=20', '1002=30', '1003=40'],
    ],
    ['phone numbers beside', ['1001\t13800000000', '1002\t13800000001'], ['1001', '1002']],
    ['blank rows between', ['1001', '', '1002'], ['1001', '1002']],
  ])('with %s', (_, rows, expected) => {
    expect(read(...rows)).toEqual(expected)
  })

  it.each<[string, string[], string[]]>([
    ['a door that is none', ['9999\t20', '1001\t20'], ['9999=20', '1001=20']],
    [
      'a door that is none beside a name',
      ['9999\t示范甲\t20', '1003\t示范丙\t5'],
      ['9999示范甲=20', '1003=5'],
    ],
    ['a name that nobody has', ['示范丁\t20', '示范甲\t20'], ['示范丁=20', '1001=20']],
    ['a name that two have', ['示范同名\t20', '示范甲\t20'], ['示范同名=20', '1001=20']],
    [
      'a door beside the name of another household',
      ['1002\t示范甲\t20', '1003\t示范丙\t5'],
      ['1002示范甲=20', '1003=5'],
    ],
  ])('leaves %s to the person', (_, rows, expected) => {
    expect(read(...rows)).toEqual(expected)
  })
})

it('several in one row are all doors or names', () => {
  expect(read('1001 1002,1003、示范老户')).toEqual(['1001', '1002', '1003', '1'])
  expect(read('1001\t1002\t1003')).toEqual(['1001', '1002', '1003'])
})
