/**
 * A made-up village's records in random shapes: each comes in right, or is refused, or asked about; never
 * silently wrong. `npm run test:workbooks` reads 2,000; `WORKBOOK_SEED` is one of them.
 */
import { describe, expect, it } from 'vitest'
import { isRight, outcomeOf } from './outcome.ts'

const one = process.env['WORKBOOK_SEED']
const seeds = one ? [Number(one)] : Array.from({ length: 50 }, (_, seed) => seed)

describe('a workbook of random shape', () => {
  const outcomes = seeds.map(outcomeOf)

  it(`is right, refused or asked about (${seeds.length} seeds)`, () => {
    expect(outcomes.filter((outcome) => !isRight(outcome))).toEqual([])
  })

  it('comes in whole, without a question, in many shapes', () => {
    const whole = outcomes.filter(({ isWhole }) => isWhole)
    expect(whole.length).toBeGreaterThanOrEqual(one ? 0 : seeds.length / 3)
  })
})
