import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedPoints, spread } from '../../../server/domain/points/transfer.ts'

describe('a share', () => {
  it.each([
    [{ score: 101, balance: 33 }, { percent: 50 }, { score: 50, balance: 16 }],
    [{ score: 100, balance: 100 }, { percent: 0 }, { score: 0, balance: 0 }],
    [{ score: -5, balance: 0 }, { percent: 50 }, { score: -3, balance: 0 }],
    [
      { score: 100, balance: 80 },
      { score: 100, balance: 80 },
      { score: 100, balance: 80 },
    ],
    [{ score: 100, balance: 80 }, { score: 10, balance: 81 }, null],
    [{ score: 100, balance: 80 }, { score: -1, balance: 0 }, null],
    [
      { score: -10, balance: 0 },
      { score: -4, balance: 0 },
      { score: -4, balance: 0 },
    ],
    [{ score: -10, balance: 0 }, { score: 4, balance: 0 }, null],
  ])('of %j by %j is %j', (has, share, points) => {
    expect(sharedPoints(has, share)).toEqual(points)
  })
})

describe('points spread over parts', () => {
  it('add up to what was to be spread, and never take more from a part than it has', () => {
    const parts = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(parts, fc.double({ min: 0, max: 1, noNaN: true }), (list, ratio) => {
        const whole = list.reduce((sum, part) => sum + part, 0)
        const points = Math.floor(whole * ratio)
        const taken = spread(list, points)
        expect(taken.reduce((sum, part) => sum + part, 0)).toBe(points)
        taken.forEach((part, index) => expect(part).toBeLessThanOrEqual(list[index] ?? 0))
        expect(Math.min(...taken)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('are all of each part when all are taken, and none when there are none', () => {
    expect(spread([30, -20, 0, 7], 17)).toEqual([30, -20, 0, 7])
    expect(spread([5, -5], 0)).toEqual([0, 0])
  })
})
