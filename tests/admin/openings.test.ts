import { describe, expect, it } from 'vitest'
import { openingList } from '../../admin/seasons/openingList.ts'

describe('a pasted list of opening balances', () => {
  it.each([
    ['5012 300', '5012', 300],
    ['5012\t300', '5012', 300],
    ['金卫村5012号\t刘示范\t1,300', '5012', 1300],
    ['5012号：３００分', '5012', 300],
    ['1幢-1101，-20', '1幢-1101', -20],
    ['5012 −20', '5012', -20],
    ['5012 +5', '5012', 5],
  ])('reads %j', (row, door, points) => {
    expect(openingList(row, 1, '金卫村')).toEqual([{ door, points, row }])
  })

  it.each(['5012', '5012 0', '5012 一百', '5012 1.5'])('says of %j that there is no figure', (row) => {
    expect(openingList(row, 1)[0]?.points).toBeNull()
  })

  it('leaves empty rows out', () => {
    expect(openingList('\n5012 5\r\n\n5013 6\n', 1).map(({ door }) => door)).toEqual(['5012', '5013'])
  })
})
