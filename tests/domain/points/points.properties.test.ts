import fc from 'fast-check'
import { expect, it } from 'vitest'
import { periods } from '../../../server/domain/calendar/calendar.ts'
import {
  assess,
  type Cap,
  type PointRequest,
  type PointScale,
  type RuleHistory,
  type RuleTerms,
} from '../../../server/domain/points/points.ts'

const figure = fc.integer({ min: 0, max: 200 })

const scales: fc.Arbitrary<PointScale> = fc.oneof(
  fc.record({ type: fc.constant('fixed' as const), points: figure }),
  fc
    .tuple(figure, figure)
    .map(([a, b]) => ({ type: 'range' as const, min: Math.min(a, b), max: Math.max(a, b) })),
  fc.record({
    type: fc.constant('perUnit' as const),
    points: figure,
    unit: fc.constant('小时'),
    maxUnits: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('escalating' as const),
    steps: fc.array(figure, { minLength: 1, maxLength: 4 }),
  }),
)

const caps: fc.Arbitrary<Cap> = fc.record({
  period: fc.constantFrom(...periods),
  by: fc.constantFrom('points', 'times'),
  limit: fc.integer({ min: 1, max: 300 }),
})

const allTerms: fc.Arbitrary<RuleTerms> = fc.record({
  effect: fc.constantFrom('award', 'deduct'),
  scale: scales,
  caps: fc.array(caps, { maxLength: 3 }),
  evidence: fc.boolean(),
  reviewers: fc.constantFrom(0, 1, 2),
})

const requests: fc.Arbitrary<PointRequest> = fc.record({
  points: fc.option(fc.oneof(figure, fc.double()), { nil: undefined }),
  units: fc.option(fc.oneof(fc.constantFrom(0.25, 0.5, 1, 1.5, 2, 4), fc.double()), { nil: undefined }),
})

const histories: fc.Arbitrary<RuleHistory> = fc.record({
  timesInSeason: fc.nat(6),
  used: fc.array(fc.record({ points: fc.nat(300), times: fc.nat(6) }), { minLength: 3, maxLength: 3 }),
})

const cases = [allTerms, requests, histories] as const

it('never lets anything past a cap', () => {
  fc.assert(
    fc.property(...cases, (terms, request, history) => {
      const assessment = assess(terms, request, history)
      if (!assessment.ok) return
      terms.caps.forEach(({ by, limit }, index) => {
        const used = history.used[index] ?? { points: 0, times: 0 }
        const after = by === 'times' ? used.times + 1 : used.points + Math.abs(assessment.points)
        expect(after).toBeLessThanOrEqual(limit)
      })
    }),
  )
})

it('gives points the sign of the effect, and only whole ones', () => {
  fc.assert(
    fc.property(...cases, (terms, request, history) => {
      const assessment = assess(terms, request, history)
      if (!assessment.ok) return
      expect(assessment.points).toSatisfy(Number.isSafeInteger)
      expect(assessment.points * (terms.effect === 'award' ? 1 : -1)).toBeGreaterThanOrEqual(0)
    }),
  )
})

it('refuses for a cap only what would pass it', () => {
  fc.assert(
    fc.property(...cases, (terms, request, history) => {
      const assessment = assess(terms, request, history)
      if (assessment.ok) return
      const { refusal } = assessment
      if (refusal.code === 'cap-points') expect(refusal.used + refusal.points).toBeGreaterThan(refusal.limit)
      if (refusal.code === 'cap-times') expect(refusal.used + 1).toBeGreaterThan(refusal.limit)
    }),
  )
})

it('asks the caps of nothing that the scale refuses', () => {
  fc.assert(
    fc.property(...cases, (terms, request, history) => {
      const uncapped = assess({ ...terms, caps: [] }, request, history)
      if (!uncapped.ok) expect(assess(terms, request, history)).toEqual(uncapped)
    }),
  )
})

it('fills a cap by points without passing it, however often somebody tries', () => {
  const limits = fc.integer({ min: 1, max: 300 })
  fc.assert(
    fc.property(limits, fc.array(figure, { maxLength: 12 }), (limit, tries) => {
      let points = 0
      for (const [done, tried] of tries.entries()) {
        const scale = { type: 'range', min: 0, max: 200 } as const
        const terms: RuleTerms = {
          effect: 'award',
          scale,
          caps: [{ period: 'month', by: 'points', limit }],
          evidence: false,
          reviewers: 0,
        }
        const history = { timesInSeason: done, used: [{ points, times: done }] }
        const assessment = assess(terms, { points: tried }, history)
        expect(assessment.ok).toBe(points + tried <= limit)
        if (assessment.ok) points += assessment.points
      }
      expect(points).toBeLessThanOrEqual(limit)
    }),
  )
})
