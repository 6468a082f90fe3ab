import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pagesOf, saddleStitched } from '../../../server/domain/households/passbookPages.ts'

describe('a booklet', () => {
  it('of eight pages is printed as 8|1, 2|7, 6|3, 4|5', () => {
    expect(saddleStitched([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([
      [8, 1],
      [2, 7],
      [6, 3],
      [4, 5],
    ])
  })

  it('of one page has three empty ones', () => {
    expect(saddleStitched([1])).toEqual([
      [null, 1],
      [null, null],
    ])
  })

  it('has every page once, and folded they are in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const pages = Array.from({ length: count }, (_, index) => index)
        const sides = saddleStitched(pages)
        const right = sides.map(([left, side], index) => (index % 2 === 0 ? side : left))
        const left = sides.map(([side, other], index) => (index % 2 === 0 ? side : other)).reverse()
        expect([...right, ...left].filter((page) => page !== null)).toEqual(pages)
      }),
    )
  })
})

describe('the pages of a passbook', () => {
  it('hold every line once, fewer on the first', () => {
    const lines = Array.from({ length: 25 }, (_, index) => index)
    const pages = pagesOf(lines, { firstLines: 4, lines: 10 })
    expect(pages.map(({ length }) => length)).toEqual([4, 10, 10, 1])
    expect(pages.flat()).toEqual(lines)
    expect(pagesOf([], { firstLines: 4, lines: 10 })).toEqual([[]])
  })
})
