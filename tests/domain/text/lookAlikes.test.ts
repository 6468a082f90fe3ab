import { describe, expect, it } from 'vitest'
import { doorKey, nameKey } from '../../../server/domain/text/lookAlikes.ts'

describe('the key of a user name', () => {
  it.each([
    ['admin', 'ＡＤＭＩＮ'],
    ['admin', 'аdmin'],
    ['admin', 'ad\u200bmin'],
    ['Bob', 'Вοb'],
    ['copy', 'сору'],
    ['wang', 'ԝаng'],
  ])('is one for %s and %s', (name, other) => {
    expect(nameKey(other)).toBe(nameKey(name))
  })

  it.each([
    ['admin', 'admin1'],
    ['刘建国', '刘建囯'],
    ['li', 'lì'],
  ])('tells %s from %s', (name, other) => {
    expect(nameKey(other)).not.toBe(nameKey(name))
  })
})

describe('the key of a door', () => {
  it('is one for full width, small letters and Cyrillic ones', () => {
    expect(['A12', 'Ａ１２', 'a12', 'А12', 'а12'].map(doorKey)).toEqual(Array(5).fill('A12'))
  })

  it('tells Greek letters and other digits apart', () => {
    expect(new Set(['A12', 'Α12', 'A12-1', 'A１3'].map(doorKey)).size).toBe(4)
  })
})
