import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cutText,
  findTextFault,
  isStorable,
  visibleText,
  withoutFaults,
} from '../../../server/domain/text/characters.ts'

describe('the characters of a text', () => {
  it.each([
    ['x\ud800y', 'not-well-formed'],
    ['\udc00', 'not-well-formed'],
    ['a\ufffe', 'not-well-formed'],
    ['a\u0000b', 'control-characters'],
    ['a\tb', 'control-characters'],
    ['a\u0085b', 'control-characters'],
    ['a\nb', 'control-characters'],
    ...[...'\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\ufeff\u00ad'].map(
      (character) => [`刘${character}建国`, 'unseen-characters'],
    ),
    ...[...'\u3164\u115f\u1160\uffa0\u{e0041}\u2028\u2800\u061c\u034f'].map((character) => [
      `刘${character}建国`,
      'unseen-characters',
    ]),
  ])('are refused in %j', (text, fault) => {
    expect(findTextFault(text)).toBe(fault)
  })

  it.each([
    '刘建国',
    '𠮷野家',
    '\u{20bb7}',
    '葛\u{e0100}',
    '禅\ufe00',
    '\ue000',
    'é e\u0301',
    '3组 12-1号',
    '好👍🏽',
    '一家👨‍👩‍👧',
    '“引号”',
    '\u00a0\u3000',
  ])('are taken in %j', (text) => {
    expect(findTextFault(text)).toBeNull()
  })

  it('may be line feeds where a text has lines, and no other control', () => {
    expect(findTextFault('一\n二', 'many-lines')).toBeNull()
    expect(findTextFault('一\r二', 'many-lines')).toBe('control-characters')
  })

  it('are kept as typed in a password, but for what cannot be stored', () => {
    expect(['\u200b \t', 'a\u0000', '\ud800'].map(isStorable)).toEqual([true, false, false])
  })

  it('are shown as escapes where they cannot be seen', () => {
    expect(visibleText('x\ud800y\u0000\u200b\u{e0041}')).toBe('x\\ud800y\\u0000\\u200b\\u{e0041}')
    expect(visibleText('刘建国\n第二行')).toBe('刘建国\n第二行')
  })

  it('are all fit to be stored once replaced or made visible', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(findTextFault(withoutFaults(text))).toBeNull()
        expect(findTextFault(visibleText(text), 'many-lines')).toBeNull()
      }),
    )
  })

  it('are never cut in half', () => {
    expect(['a👍b', '👍👍'].map((text) => cutText(text, 2))).toEqual(['a', '👍'])
    expect(cutText('👍👍', 3)).toBe('👍')
    expect(cutText('a👍', 3)).toBe('a👍')
  })
})
