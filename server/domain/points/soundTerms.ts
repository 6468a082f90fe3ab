/** Which terms of a rule go together. */
import type { RuleTerms } from './points.ts'

/** Base points are the same for every household, and are given without a person's judgement. */
export function isSoundBase(terms: RuleTerms): boolean {
  const { base, effect, scale, multipliers, veto, evidence, reviewers, caps } = terms
  return (
    !base ||
    (effect === 'award' &&
      scale.type === 'fixed' &&
      !multipliers?.length &&
      !veto &&
      !evidence &&
      reviewers === 0 &&
      caps.length === 0)
  )
}

/** A veto is a deduction of a fixed sum. */
export function isSoundVeto({ veto, effect, scale }: RuleTerms): boolean {
  return !veto || (effect === 'deduct' && scale.type === 'fixed')
}
