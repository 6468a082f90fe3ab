/** Which keys an input method takes, as browsers report them. */
import { describe, expect, it } from 'vitest'
import { isComposingKey } from '../../../server/domain/page/composingKeys.ts'

describe('a key', () => {
  it.each([
    ['Chrome on a Mac: Enter that confirms', true, 229, true],
    ['Firefox: Enter that confirms', true, 13, true],
    ['Safari: Enter after the composition has ended', false, 229, true],
    ['Windows: a letter that the input method takes', true, 229, true],
    ['Enter by itself', false, 13, false],
    ['Esc by itself', false, 27, false],
  ])('is the input method’s or the page’s (%s)', (_, isComposing, keyCode, isTheirs) => {
    expect(isComposingKey({ isComposing, keyCode })).toBe(isTheirs)
  })
})
