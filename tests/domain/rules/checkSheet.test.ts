import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  averagePoints,
  mostPoints,
  needsPhoto,
  type SheetItem,
  starsOf,
  visitPoints,
} from '../../../server/domain/rules/checkSheet.ts'

const item = (key: string, kind: SheetItem['kind'], points: number, photo = false): SheetItem => ({
  key,
  text: key,
  kind,
  points,
  photo,
})
const sheet = [
  item('swept', 'points', 60),
  item('tidy', 'points', 40),
  item('pile', 'deduction', 20, true),
  item('burning', 'veto', 0, true),
]

describe('a visit', () => {
  it.each([
    { found: [], points: 100 },
    { found: ['tidy'], points: 60 },
    { found: ['pile'], points: 80 },
    { found: ['swept', 'tidy', 'pile'], points: 0 },
    { found: ['burning'], points: 0 },
    { found: ['of another sheet'], points: 100 },
  ])('that found $found is worth $points', ({ found, points }) => {
    expect(visitPoints(sheet, found)).toBe(points)
  })

  it('is never worth more than a clean yard, nor less than nothing', () => {
    const items = fc.uniqueArray(
      fc.record({
        key: fc.string({ minLength: 1 }),
        text: fc.string(),
        kind: fc.constantFrom('points' as const, 'deduction' as const, 'veto' as const),
        points: fc.integer({ min: 0, max: 1_000 }),
        photo: fc.boolean(),
      }),
      { selector: ({ key }) => key },
    )
    fc.assert(
      fc.property(items, fc.array(fc.nat()), (some, picks) => {
        const found = picks.flatMap((pick) => some[pick % Math.max(1, some.length)]?.key ?? [])
        const points = visitPoints(some, found)
        expect(points).toBeGreaterThanOrEqual(0)
        expect(points).toBeLessThanOrEqual(mostPoints(some))
      }),
    )
  })

  it('needs a photo for what its sheet says, once it is found', () => {
    expect(needsPhoto(sheet, ['tidy'])).toBe(false)
    expect(needsPhoto(sheet, ['tidy', 'pile'])).toBe(true)
  })
})

describe('a result', () => {
  it('is the mean of the visits, rounded half up', () => {
    expect(averagePoints([90, 95])).toBe(93)
    expect(averagePoints([80])).toBe(80)
    expect(averagePoints([])).toBe(0)
  })

  it('has the most stars that its points reach', () => {
    const thresholds = [
      { stars: 3, from: 70 },
      { stars: 5, from: 95 },
      { stars: 4, from: 85 },
    ]
    expect([69, 70, 94, 95, 100].map((points) => starsOf(thresholds, points))).toEqual([0, 3, 4, 5, 5])
  })
})
