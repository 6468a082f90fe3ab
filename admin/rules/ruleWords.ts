import { type Cap, type RuleTerms } from '../../server/domain/points.ts'
import { formatChange, formatScore } from '../../server/domain/format.ts'
import { type Say } from '../words/index.ts'

/** What a rule is worth, in words: `+20 · 每月不超过60分`, `−10/−20/−30`, `0–100`. */
export function ruleWorth(terms: RuleTerms, t: Say): string {
  return [scaleWords(terms, t), ...terms.caps.map((cap) => capWords(cap, t))].join(t('rule.separator'))
}

/** The scale alone, without caps. */
export function scaleWords({ scale, effect }: RuleTerms, t: Say): string {
  const signed = (points: number) => formatChange(effect === 'deduct' ? 0 - points : points)
  switch (scale.type) {
    case 'fixed':
      return signed(scale.points)
    case 'range':
      return t(`range.${effect}`, { min: formatScore(scale.min), max: formatScore(scale.max) })
    case 'perUnit': {
      const each = t('rule.perUnit', { unit: scale.unit, points: signed(scale.points) })
      if (scale.maxUnits === undefined) return each
      return each + t('rule.comma') + t('rule.maxUnits', { unit: scale.unit, limit: scale.maxUnits })
    }
    case 'escalating':
      return scale.steps.map(signed).join('/')
  }
}

function capWords({ period, by, limit }: Cap, t: Say): string {
  return t(`cap.${by}`, { period: t(`period.${period}`), limit: formatScore(limit) })
}

/** Which figure the person entering a posting must give. */
export type NeededValue = 'nothing' | 'points' | 'units'

export function neededValue({ scale }: RuleTerms): NeededValue {
  if (scale.type === 'range') return 'points'
  return scale.type === 'perUnit' ? 'units' : 'nothing'
}
