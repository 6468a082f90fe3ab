/** What all pages and the server put into words together: each has words for every rule, level and condition. */
import { describe, expect, it } from 'vitest'
import { periods } from '../../server/domain/calendar/calendar.ts'
import type { PointScale, RuleWorth } from '../../server/domain/points/points.ts'
import { basePeriods } from '../../server/domain/points/ruleConditions.ts'
import { levelMeasures } from '../../server/domain/ranking/levels.ts'
import { levelPeriodName, levelThreshold } from '../../server/domain/rules/levelWords.ts'
import { redeemableWords, redemptionTermsWords } from '../../server/domain/rules/redeemableWords.ts'
import { ruleWorth, type Translate } from '../../server/domain/rules/ruleWords.ts'
import { places, type Words } from './find.ts'

const scales: PointScale[] = [
  { type: 'fixed', points: 10 },
  { type: 'range', min: 0, max: 10 },
  { type: 'perUnit', points: 2, unit: '小时', maxUnits: 4 },
  { type: 'perUnit', points: 2, unit: '人', members: true },
  { type: 'escalating', steps: [10, 20] },
  { type: 'levels', levels: [{ name: '省级', points: 30 }] },
]

/** Rules of every scale, and under every condition. */
function* everyRule(): Generator<RuleWorth> {
  for (const effect of ['award', 'deduct'] as const) {
    for (const scale of scales) yield { effect, scale, caps: [], honour: effect === 'award' }
    for (const period of periods)
      for (const by of ['points', 'times'] as const)
        yield { effect, scale: scales[0]!, caps: [{ period, by, limit: 3 }] }
  }
  const fixed = { scale: scales[0]!, caps: [] }
  const multipliers = [
    { attribute: '党员户', factor: 2 },
    { attribute: '军属', factor: 1.5 },
  ]
  yield { effect: 'award', ...fixed, multipliers }
  for (const period of basePeriods) {
    for (const covers of ['all', 'dimension'] as const)
      yield { effect: 'award', ...fixed, base: { period, covers } }
    for (const zero of [true, false])
      for (const more of [{}, { months: 6 }])
        yield { effect: 'deduct', ...fixed, veto: { period, zero, honours: true, redemption: true, ...more } }
  }
}

function everySentence(say: Translate): void {
  for (const rule of everyRule()) ruleWorth(rule, say, 1)
  for (const key of ['2026-06', '2026-Q2', '2026']) levelPeriodName(key, say)
  for (const by of levelMeasures) levelThreshold(by, { name: '', stars: 1, from: 3 }, say, 1)
  redemptionTermsWords({ keep: 2, least: 5 }, say, 1)
  const bar = { text: '违法犯罪', to: '2026-12-10' }
  for (const one of [bar, null])
    redeemableWords({ balance: 3, honour: 1, redeemable: { keep: 2, least: 5, points: 1, bar: one } }, say, 1)
}

describe.each(places().filter(({ name }) => ['admin', 'display'].includes(name)))('$name', (place) => {
  it.each<[string, Words]>([
    ['Chinese', place.chinese],
    ['English', place.english],
  ])('says in %s every rule, level and condition of redemption', (_language, words) => {
    const missing = new Set<string>()
    everySentence((key) => {
      if (!words.has(key)) missing.add(key)
      return ''
    })
    expect([...missing]).toEqual([])
  })
})

it('the server says every rule too', () => {
  const { chinese = new Map<string, string>() } = places().find(({ name }) => name === 'server') ?? {}
  const missing = new Set<string>()
  for (const rule of everyRule())
    ruleWorth(
      rule,
      (key) => {
        const name = `worth-${key.replace('.', '-')}`
        if (!chinese.has(name)) missing.add(name)
        return ''
      },
      1,
    )
  expect([...missing]).toEqual([])
})
