import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTextFault } from '../../../server/domain/text/characters.ts'
import { shown, ShownTexts } from '../../../server/domain/text/shown.ts'

const odd = { door: '10\u200b01', lines: [{ note: '值\u0000守\u202e', at: null, points: 3, isOwn: true }] }

describe('text on pages', () => {
  it('has escapes for odd characters, at every depth, and nothing else is changed', () => {
    expect(shown(odd)).toEqual({
      door: '10\\u200b01',
      lines: [{ note: '值\\u0000守\\u202e', at: null, points: 3, isOwn: true }],
    })
    expect(odd.door).toBe('10\u200b01')
  })

  it('of any value holds no odd character, and is sent back as it is stored', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const texts = new ShownTexts()
        const value = texts.show([text])
        expect(findTextFault(value[0] ?? '', 'many-lines')).toBeNull()
        if (!text.includes('\\')) expect(texts.stored(value)).toEqual([text])
      }),
    )
  })

  it('is sent back as it is stored when a person typed more to it', () => {
    const texts = new ShownTexts()
    expect(texts.stored({ note: `${texts.show('旧\u200b文')}，补一句` })).toEqual({
      note: '旧\u200b文，补一句',
    })
  })

  it('that a person typed stays as typed, and so does a file', () => {
    const texts = new ShownTexts()
    texts.show('a\u200bb')
    const file = new Blob(['x'])
    expect(texts.stored(['\\u0041\\u202e', file, undefined])).toEqual(['\\u0041\\u202e', file, undefined])
  })
})
