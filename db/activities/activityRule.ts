import { Refused } from '../../server/domain/answers/refused.ts'
import { assess } from '../../server/domain/points/points.ts'
import type { Rule } from '../villages/rulebook.ts'
import type { ActivityPlan } from './activities.ts'

/**
 * Checks that the rule gives points for what the activity counts, as for a household without any; what each
 * household has by then counts when the activity is settled.
 *
 * @throws Refused for a deduction, a retired rule, and where points or units are missing or have no use
 */
export function refuseUnfitRule(
  { text, terms, retired }: Rule,
  { counts, points, units, heldOn }: Pick<ActivityPlan, 'counts' | 'points' | 'units' | 'heldOn'>,
): void {
  if (retired) throw new Refused('unprocessable', 'rule-retired', { rule: text })
  if (terms.effect !== 'award') throw new Refused('unprocessable', 'activity-deducts', { rule: text })
  if (counts === 'person' && terms.scale.type !== 'perUnit')
    throw new Refused('unprocessable', 'activity-by-person', { rule: text })
  if (counts === 'person' && units !== null) throw new Refused('unprocessable', 'units-not-used')
  const request = {
    points: points ?? undefined,
    units: counts === 'person' ? 1 : (units ?? undefined),
    occurredOn: heldOn,
  }
  const none = { timesInSeason: 0, used: terms.caps.map(() => ({ points: 0, times: 0 })) }
  const assessment = assess(terms, request, none)
  if (assessment.ok) return
  const { code, ...params } = assessment.refusal
  throw new Refused('unprocessable', code, 'period' in params ? { ...params, earlier: '' } : params)
}
