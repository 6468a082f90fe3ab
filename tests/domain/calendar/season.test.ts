import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CarryTerms, carriedBalance, nextSeason } from '../../../server/domain/calendar/season.ts'

const anyTerms: fc.Arbitrary<CarryTerms> = fc.oneof(
  fc.constantFrom<CarryTerms>({ type: 'all' }, { type: 'none' }),
  fc.record({ type: fc.constant('percent' as const), percent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ type: fc.constant('upTo' as const), points: fc.nat(10_000) }),
)

describe('the balance that goes on', () => {
  it.each<[number, CarryTerms, number]>([
    [321, { type: 'all' }, 321],
    [321, { type: 'none' }, 0],
    [321, { type: 'percent', percent: 50 }, 160],
    [3, { type: 'percent', percent: 33 }, 0],
    [321, { type: 'upTo', points: 100 }, 100],
    [80, { type: 'upTo', points: 100 }, 80],
    [-30, { type: 'none' }, -30],
  ])('of %i under %o is %i', (balance, terms, carried) => {
    expect(carriedBalance(balance, terms)).toBe(carried)
  })

  it('is never more than there was, and never takes a household below zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 50_000 }), anyTerms, (balance, terms) => {
        const carried = carriedBalance(balance, terms)
        expect(carried).toBeLessThanOrEqual(balance)
        expect(carried).toBeGreaterThanOrEqual(Math.min(balance, 0))
        expect(Number.isInteger(carried)).toBe(true)
      }),
    )
  })
})

describe('the next season', () => {
  it.each([
    ['2026', '2026-01-01', '2026-12-31', '2027', '2027-01-01', '2027-12-31'],
    ['2026年度', '2026-01-01', '2026-12-31', '2027年度', '2027-01-01', '2027-12-31'],
    ['丰收季', '2026-02-01', '2027-01-31', '2027', '2027-02-01', '2028-01-31'],
    ['2026', '2026-01-01', '2026-06-15', '2026-2', '2026-06-16', '2027-06-15'],
    ['2027', '2027-03-01', '2028-02-28', '2028', '2028-02-29', '2029-02-28'],
  ])('after %s (%s to %s) is %s, %s to %s', (name, startsOn, endsOn, next, from, to) => {
    expect(nextSeason({ name, startsOn, endsOn })).toEqual({ name: next, startsOn: from, endsOn: to })
  })
})
