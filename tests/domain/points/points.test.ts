import { describe, expect, it } from 'vitest'
import { periods } from '../../../server/domain/calendar/calendar.ts'
import {
  assess,
  type Cap,
  mostPoints,
  type PointScale,
  type RuleHistory,
  type RuleTerms,
} from '../../../server/domain/points/points.ts'

const fixed: PointScale = { type: 'fixed', points: 20 }
const range: PointScale = { type: 'range', min: 10, max: 100 }
const hourly: PointScale = { type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 }
const rising: PointScale = { type: 'escalating', steps: [10, 20, 30] }

function terms(scale: PointScale, caps: Cap[] = [], effect: RuleTerms['effect'] = 'award'): RuleTerms {
  return { effect, scale, caps, evidence: false, reviewers: 0 }
}

const nothingYet: RuleHistory = { timesInSeason: 0, used: [] }
const times = (timesInSeason: number): RuleHistory => ({ timesInSeason, used: [] })

describe('what a rule is worth', () => {
  it.each([
    ['fixed points without a figure', fixed, {}, 0, 20],
    ['fixed points with the same figure', fixed, { points: 20 }, 0, 20],
    ['a range at its lower end', range, { points: 10 }, 0, 10],
    ['a range at its upper end', range, { points: 100 }, 0, 100],
    ['one hour', hourly, { units: 1 }, 0, 10],
    ['two and a half hours', hourly, { units: 2.5 }, 0, 25],
    ['as many hours as one posting may have', hourly, { units: 4 }, 0, 40],
    ['hours with the sum beside them', hourly, { units: 3, points: 30 }, 0, 30],
    ['hours without a bound', { ...hourly, maxUnits: undefined }, { units: 90 }, 0, 900],
    ['the first time', rising, {}, 0, 10],
    ['the second time', rising, {}, 1, 20],
    ['the third time', rising, {}, 2, 30],
    ['every later time, as the last step', rising, {}, 7, 30],
    ['a step with its own figure', rising, { points: 20 }, 1, 20],
  ] as const)('counts %s', (_, scale, request, before, points) => {
    expect(assess(terms(scale as PointScale), request, times(before))).toMatchObject({ ok: true, points })
  })

  it.each([
    ['another figure than the fixed one', fixed, { points: 30 }, { code: 'points-fixed', points: 20 }],
    ['the figure of another step', rising, { points: 20 }, { code: 'points-fixed', points: 10 }],
    ['a range without a figure', range, {}, { code: 'points-range', min: 10, max: 100 }],
    ['a figure below the range', range, { points: 9 }, { code: 'points-range', min: 10, max: 100 }],
    ['a figure above the range', range, { points: 101 }, { code: 'points-range', min: 10, max: 100 }],
    ['half a point', range, { points: 10.5 }, { code: 'points-range', min: 10, max: 100 }],
    ['no figure at all', range, { points: NaN }, { code: 'points-range', min: 10, max: 100 }],
    ['no hours', hourly, {}, { code: 'units-needed', unit: '小时' }],
    ['zero hours', hourly, { units: 0 }, { code: 'units-needed', unit: '小时' }],
    ['hours below zero', hourly, { units: -1 }, { code: 'units-needed', unit: '小时' }],
    ['too many hours', hourly, { units: 4.5 }, { code: 'units-limit', unit: '小时', limit: 4 }],
    ['hours that give no whole point', hourly, { units: 0.25 }, { code: 'units-uneven' }],
    [
      'a sum that the hours do not give',
      hourly,
      { units: 2, points: 30 },
      { code: 'points-fixed', points: 20 },
    ],
    ['hours for fixed points', fixed, { units: 2 }, { code: 'units-not-used' }],
    ['hours for a range', range, { points: 20, units: 2 }, { code: 'units-not-used' }],
    ['hours for steps', rising, { units: 2 }, { code: 'units-not-used' }],
  ] as const)('refuses %s', (_, scale, request, refusal) => {
    expect(assess(terms(scale as PointScale), request, nothingYet)).toMatchObject({ ok: false, refusal })
  })

  it('keeps the units only where the rule counts by them', () => {
    expect(assess(terms(hourly), { units: 2 }, nothingYet)).toMatchObject({ units: 2 })
    expect(assess(terms(fixed), {}, nothingYet)).toMatchObject({ units: null })
  })

  it('takes points away for a deduction', () => {
    expect(assess(terms(fixed, [], 'deduct'), {}, nothingYet)).toMatchObject({ points: -20 })
  })

  it('has no minus zero, which a posting could not store', () => {
    const whole = terms({ type: 'range', min: 0, max: 10 }, [], 'deduct')
    expect(assess(whole, { points: 0 }, nothingYet)).toMatchObject({ points: 0 })
  })
})

describe.each(periods)('a cap per %s', (period) => {
  const byPoints = terms(fixed, [{ period, by: 'points', limit: 60 }])
  const byTimes = terms(fixed, [{ period, by: 'times', limit: 2 }])
  const after = (points: number, done: number) => ({ timesInSeason: done, used: [{ points, times: done }] })

  it('lets the points in that fill it exactly', () => {
    expect(assess(byPoints, {}, after(40, 2))).toMatchObject({ ok: true, points: 20 })
  })

  it('refuses points that pass it, and says what is used', () => {
    const refusal = { code: 'cap-points', period, limit: 60, used: 41, points: 20 }
    expect(assess(byPoints, {}, after(41, 2))).toEqual({ ok: false, refusal })
  })

  it('lets the last time in', () => {
    expect(assess(byTimes, {}, after(20, 1))).toMatchObject({ ok: true })
  })

  it('refuses one time more, and says how many there were', () => {
    const refusal = { code: 'cap-times', period, limit: 2, used: 2 }
    expect(assess(byTimes, {}, after(40, 2))).toEqual({ ok: false, refusal })
  })
})

describe('several caps', () => {
  const both = terms(fixed, [
    { period: 'month', by: 'points', limit: 100 },
    { period: 'day', by: 'times', limit: 1 },
  ])

  it.each([
    ['the first', { points: 100, times: 5 }, { points: 0, times: 0 }, 'cap-points'],
    ['the second', { points: 20, times: 1 }, { points: 20, times: 1 }, 'cap-times'],
  ])('refuse when %s alone is full', (_, month, day, code) => {
    const history = { timesInSeason: 1, used: [month, day] }
    expect(assess(both, {}, history)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('bound a deduction by how much it takes, not by its sign', () => {
    const taking = terms(fixed, [{ period: 'month', by: 'points', limit: 30 }], 'deduct')
    const history = { timesInSeason: 1, used: [{ points: 20, times: 1 }] }
    expect(assess(taking, {}, history)).toMatchObject({ refusal: { code: 'cap-points', used: 20 } })
  })
})

describe('the most that a rule gives at once', () => {
  const cap = (by: Cap['by'], limit: number): Cap => ({ period: 'month', by, limit })
  it.each<[string, PointScale, Cap[], number]>([
    ['its fixed points', fixed, [], 20],
    ['the upper end of its range', range, [], 100],
    ['its points for as many units as it allows', hourly, [], 40],
    ['whole points for a bound of half units', { ...hourly, points: 5, maxUnits: 2.5 }, [], 12],
    [
      'its points for a thousand units, where it sets no bound',
      { ...hourly, maxUnits: undefined },
      [],
      10_000,
    ],
    ['its highest step', rising, [], 30],
    ['no more than its caps by points', range, [cap('points', 60), cap('points', 80)], 60],
    ['whatever its caps by times are', range, [cap('times', 1)], 100],
  ])('is %s', (_, scale, caps, most) => {
    expect(mostPoints({ scale, caps })).toBe(most)
  })
})
