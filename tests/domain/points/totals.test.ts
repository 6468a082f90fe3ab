import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PostingKind, postingKinds } from '../../../server/domain/points/posting.ts'
import { totalsChange } from '../../../server/domain/points/totals.ts'

describe('what a posting moves', () => {
  const cases: [
    PostingKind,
    number,
    { score: number; earned: number; deducted: number; redeemed: number },
  ][] = [
    ['award', 20, { score: 20, earned: 20, deducted: 0, redeemed: 0 }],
    ['deduct', -20, { score: -20, earned: 0, deducted: 20, redeemed: 0 }],
    ['restore', 20, { score: 20, earned: 0, deducted: -20, redeemed: 0 }],
    ['opening', 300, { score: 300, earned: 300, deducted: 0, redeemed: 0 }],
    ['redeem', -80, { score: 0, earned: 0, deducted: 0, redeemed: 80 }],
    ['redeem-return', 80, { score: 0, earned: 0, deducted: 0, redeemed: -80 }],
    ['carry', -50, { score: 0, earned: 0, deducted: 0, redeemed: 0 }],
  ]

  it.each(cases)('%s %d: the right totals', (kind, points, change) => {
    expect(totalsChange(kind, points)).toEqual({ ...change, balance: points })
  })

  it.each(cases)('a reversal of %s %d: the same totals back', (kind, points) => {
    const there = totalsChange(kind, points)
    const back = totalsChange('reversal', -points, kind)
    const left = Object.entries(there).map(([total, moved]) => moved + back[total as keyof typeof back])
    expect(left).toEqual([0, 0, 0, 0, 0])
  })
})

describe('any posting', () => {
  const kinds = fc.constantFrom(...postingKinds.filter((kind) => kind !== 'reversal'))
  const points = fc.integer({ min: -500, max: 500 })

  it('keeps score = earned − deducted', () => {
    fc.assert(
      fc.property(kinds, points, (kind, moved) => {
        const { score, earned, deducted } = totalsChange(kind, moved)
        expect(score).toBe(earned - deducted + 0)
      }),
    )
  })

  it('moves the balance by its points', () => {
    fc.assert(
      fc.property(kinds, points, (kind, moved) => {
        expect(totalsChange(kind, moved).balance).toBe(moved)
        expect(totalsChange('reversal', moved, kind).balance).toBe(moved)
      }),
    )
  })
})

it('leaves the score alone when goods are handed over', () => {
  expect(totalsChange('redeem', -80).score).toBe(0)
})
