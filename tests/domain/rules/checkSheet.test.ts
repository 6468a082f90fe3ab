import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  averagePoints,
  canGive,
  mostPoints,
  needsPhoto,
  plainFindings,
  type SheetItem,
  starsOf,
  visitPoints,
} from '../../../server/domain/rules/checkSheet.ts'
import { findingWords } from '../../../server/domain/rules/findingWords.ts'

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
    expect(visitPoints(sheet, { found })).toBe(points)
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
        const points = visitPoints(some, { found })
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

describe('an item that can be graded', () => {
  const graded: SheetItem[] = [
    { ...item('bins', 'points', 25), grades: 'any' },
    {
      ...item('green', 'points', 20),
      grades: [
        { text: '好', points: 20 },
        { text: '中', points: 12 },
        { text: '差', points: 4 },
      ],
    },
  ]

  it.each([
    { found: [], given: [], points: 45 },
    { found: ['bins'], given: [{ item: 'bins', points: 18 }], points: 38 },
    { found: ['green'], given: [{ item: 'green', points: 12 }], points: 37 },
    { found: ['bins', 'green'], given: [{ item: 'green', points: 12 }], points: 12 },
    // A phone of an earlier build knows no grades: what it found amiss gets the least.
    { found: ['bins', 'green'], given: undefined, points: 4 },
  ])('found $found with $given is worth $points', ({ found, given, points }) => {
    expect(visitPoints(graded, { found, given })).toBe(points)
  })

  it('has one of its levels, or up to its points', () => {
    const [bins, green] = graded as [SheetItem, SheetItem]
    expect([0, 18, 25, 26].map((points) => canGive(bins, points))).toEqual([true, true, true, false])
    expect([20, 13, 4].map((points) => canGive(green, points))).toEqual([true, false, true])
    expect(canGive(item('swept', 'points', 10), 5)).toBe(false)
  })

  it('with all its points is not amiss, with fewer it is', () => {
    const given = [
      { item: 'bins', points: 25 },
      { item: 'green', points: 12 },
    ]
    expect(plainFindings(graded, { found: ['bins'], given })).toEqual({
      found: ['green'],
      given: [{ item: 'green', points: 12 }],
    })
  })

  it('is told with what it got, in the unit of the village', () => {
    const visits = [
      {
        found: ['bins', 'green'],
        given: [
          { item: 'bins', points: 17 },
          { item: 'green', points: 12 },
        ],
      },
      { found: ['bins'], given: [{ item: 'bins', points: 20 }] },
    ]
    expect(findingWords(graded, visits, 0.5).map(({ text }) => text)).toEqual([
      'bins 8.5/12.5',
      'bins 10/12.5',
      'green：中',
    ])
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
