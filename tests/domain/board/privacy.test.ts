import { describe, expect, it } from 'vitest'
import { maskName, publicName } from '../../../server/domain/board/privacy.ts'

describe('a masked name', () => {
  it.each([
    ['刘二', '刘**'],
    ['刘建国', '刘**'],
    ['刘', '刘**'],
    [' 刘建国 ', '刘**'],
    ['欧阳建国', '欧阳**'],
    ['司马懿', '司马**'],
    ['欧阳', '欧**'],
    ['欧建国', '欧**'],
    ['𠮷田一', '𠮷**'],
    ['买买提·艾力', '买**'],
    ['', ''],
  ])('of %j is %j', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  it('is as long for a long name as for a short one', () => {
    expect(maskName('刘一二三四')).toBe(maskName('刘一'))
  })
})

describe('the public name of a household', () => {
  const head = '刘建国'
  it.each([
    // preset, opted out, consented, shown
    ['door', false, false, null],
    ['door', false, true, null],
    ['door', true, false, null],
    ['door', true, true, null],
    ['masked', false, false, '刘**'],
    ['masked', false, true, '刘**'],
    ['masked', true, false, null],
    ['masked', true, true, null],
    ['full', false, false, '刘**'],
    ['full', false, true, '刘建国'],
    ['full', true, false, null],
    ['full', true, true, null],
  ] as const)('under preset %s, opted out %s, consent %s, is %j', (preset, optedOut, consented, shown) => {
    expect(publicName({ head, optedOut, consented }, preset)).toBe(shown)
  })
})
