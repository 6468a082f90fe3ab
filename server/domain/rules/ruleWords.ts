/** Puts a rule's terms into words; the page that shows them brings the words themselves. */
import type { Cap, RuleTerms } from '../points/points.ts'
import { formatPointChange, formatPoints, type PointUnit } from '../points/unit.ts'
import { formatCount } from '../text/format.ts'

/** Words of a page by key, with figures put in. */
export type Translate = (key: string, params?: Record<string, string | number>) => string

type Worth = Pick<RuleTerms, 'effect' | 'scale' | 'caps'>

/**
 * What a rule is worth, in words: `+20 · 每月不超过60分`, `−10/−20/−30`, `0–100`.
 *
 * @param unit of the village
 */
export function ruleWorth(terms: Worth, t: Translate, unit: PointUnit): string {
  return worthParts(terms, t, unit).join(t('rule.separator'))
}

/** The same in its parts: the scale, then each cap. */
export function worthParts(terms: Worth, t: Translate, unit: PointUnit): string[] {
  return [scaleWords(terms, t, unit), ...terms.caps.map((cap) => capWords(cap, t, unit))]
}

/** The scale alone, without caps. */
export function scaleWords({ scale, effect }: Worth, t: Translate, unit: PointUnit): string {
  const signed = (points: number) => formatPointChange(effect === 'deduct' ? 0 - points : points, unit)
  switch (scale.type) {
    case 'fixed':
      return signed(scale.points)
    case 'range':
      return t(`range.${effect}`, {
        min: formatPoints(scale.min, unit),
        max: formatPoints(scale.max, unit),
      })
    case 'perUnit': {
      const each = t('rule.perUnit', { unit: scale.unit, points: signed(scale.points) })
      if (scale.maxUnits === undefined) return each
      return each + t('rule.comma') + t('rule.maxUnits', { unit: scale.unit, limit: scale.maxUnits })
    }
    case 'escalating':
      return scale.steps.map(signed).join('/')
    case 'levels':
      return scale.levels.map(({ name, points }) => `${name} ${signed(points)}`).join(t('rule.comma'))
  }
}

function capWords({ period, by, limit }: Cap, t: Translate, unit: PointUnit): string {
  const most = by === 'points' ? formatPoints(limit, unit) : formatCount(limit)
  return t(`cap.${by}`, { period: t(`period.${period}`), limit: most })
}
