/** Bodies that several sound requests share. */
import { year } from '../../../../support/server.ts'
import type { Random } from '../../../random.ts'
import type { World } from './world.ts'

const dayMs = 86_400_000

/** Terms of a rule of one kind or another; some let what they give wait for a review. */
export function soundRule(random: Random) {
  return {
    effect: random.chance(0.7) ? 'award' : 'deduct',
    scale: random.pick([
      { type: 'fixed', points: 10 },
      { type: 'range', min: 0, max: 100 },
      { type: 'perUnit', points: 2, unit: '小时' },
      { type: 'escalating', steps: [10, 20, 30] },
    ]),
    caps: [],
    evidence: false,
    reviewers: random.pick([0, 1, 1, 2] as const),
  }
}

/** A posting that fits its rule; null where there is no rule for it. Deeds are of this season. */
export function soundPosting({ rules, households }: World, random: Random, id: string) {
  const rule = random.pick(
    rules.filter(({ retired, terms: { evidence, validTo } }) => !retired && !evidence && !validTo),
  )
  const open = households.filter(({ closedOn }) => closedOn === null)
  // The resident's household is the first: what it can object to is its own.
  const household = random.chance(0.3) ? open[0] : random.pick(open)
  if (!rule || !household) return null
  const { scale } = rule.terms
  const most = Math.floor((Date.now() - Date.parse(`${year}-01-01`)) / dayMs)
  return {
    id,
    door: household.door,
    rule: rule.id,
    ...(scale.type === 'range' ? { points: random.whole(scale.min, scale.max) } : {}),
    ...(scale.type === 'perUnit' ? { units: 1 } : {}),
    occurredOn: new Date(Date.now() - random.whole(0, Math.min(most, 60)) * dayMs).toISOString().slice(0, 10),
  }
}
