import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDoors, normalizeDoor } from '../../../server/domain/households/door.ts'

describe('a door however it is typed', () => {
  it.each([
    ['5012', '5012'],
    ['5012号', '5012'],
    ['５０１２号', '5012'],
    [' 5012 ', '5012'],
    ['5 0\t1　2', '5012'],
    ['门牌5012', '5012'],
    ['门牌号5012号', '5012'],
    ['5012号门', '5012'],
    ['5012号户', '5012'],
    ['No.5012', '5012'],
    ['no5012', '5012'],
    ['№5012', '5012'],
    ['a12', 'A12'],
    ['12–3', '12-3'],
    ['12－3', '12-3'],
    ['12~3号', '12-3'],
    ['甲3号', '甲3'],
    ['12号3室', '12号3室'],
    ['NORTH5', 'NORTH5'],
    ['0012', '0012'],
    ['号', ''],
    ['   ', ''],
  ])('%j becomes %j', (typed, door) => {
    expect(normalizeDoor(typed)).toBe(door)
  })

  it('loses the name of the village in front', () => {
    expect(normalizeDoor('金卫村 5012号', '金卫村')).toBe('5012')
  })

  it('loses the name of the village in full-width letters too', () => {
    expect(normalizeDoor('Ｋ村5012', 'Ｋ 村')).toBe('5012')
  })

  it('keeps the name of another village', () => {
    expect(normalizeDoor('八字村5012号', '金卫村')).toBe('八字村5012')
  })

  it('is in normal form once normalized', () => {
    const words = fc.constantFrom(
      '门牌',
      '号',
      '户',
      'No.',
      'no',
      '金卫村',
      '5',
      '０',
      '-',
      '～',
      ' ',
      'ａ',
      '甲',
    )
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const door = normalizeDoor(text, '金卫村')
        expect(normalizeDoor(door, '金卫村')).toBe(door)
        expect(normalizeDoor(door)).toBe(door)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the order of doors', () => {
  it('is the one in which people count', () => {
    const doors = ['甲12', '10', '2', '甲3', '2-10', '2-9']
    expect(doors.sort(compareDoors)).toEqual(['2', '2-9', '2-10', '10', '甲3', '甲12'])
  })

  it('tells 01 from 1', () => {
    expect(compareDoors('01', '1')).not.toBe(0)
  })

  it('never holds two different doors for one', () => {
    const doors = fc.stringMatching(/^[0-2甲A-]{1,4}$/)
    fc.assert(
      fc.property(doors, doors, (a, b) => {
        expect(compareDoors(a, b) === 0).toBe(a === b)
        expect(Math.sign(compareDoors(a, b)) + Math.sign(compareDoors(b, a))).toBe(0)
      }),
    )
  })
})
