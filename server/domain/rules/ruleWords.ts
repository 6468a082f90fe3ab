/** Puts a rule's terms into words; the page that shows them brings the words themselves. */
import type { Cap, RuleWorth } from '../points/points.ts'
import type { Multiplier, Veto } from '../points/ruleConditions.ts'
import { formatPointChange, formatPoints, type PointUnit } from '../points/unit.ts'
import { formatCount } from '../text/format.ts'

/** Words of a page by key, with figures put in. */
export type Translate = (key: string, params?: Record<string, string | number>) => string

/**
 * What a rule is worth, in words: `+20 · 每月不超过60分`, `−10/−20/−30`, `0–100`.
 *
 * @param unit of the village
 */
export function ruleWorth(terms: RuleWorth, t: Translate, unit: PointUnit): string {
  return worthParts(terms, t, unit).join(t('rule.separator'))
}

/** The same in its parts: the scale, then each condition. */
export function worthParts(terms: RuleWorth, t: Translate, unit: PointUnit): string[] {
  const { veto, multipliers = [], caps, honour } = terms
  return [
    // A veto that takes the points of a period takes no others.
    ...(veto?.zero ? [] : [scaleWords(terms, t, unit)]),
    ...baseWords(terms, t),
    ...(veto ? vetoWords(veto, t) : []),
    ...multiplierWords(multipliers, t),
    ...caps.map((cap) => capWords(cap, t, unit)),
    ...(honour ? [t('rule.honour')] : []),
  ]
}

/** The scale alone, without caps. */
export function scaleWords({ scale, effect, base }: RuleWorth, t: Translate, unit: PointUnit): string {
  const signed = (points: number) => formatPointChange(effect === 'deduct' ? 0 - points : points, unit)
  switch (scale.type) {
    case 'fixed':
      if (!base) return signed(scale.points)
      return t('rule.base', {
        period: t(`period.${base.period}`),
        points: formatPoints(scale.points, unit),
      })
    case 'range':
      return t(`range.${effect}`, {
        min: formatPoints(scale.min, unit),
        max: formatPoints(scale.max, unit),
      })
    case 'perUnit': {
      const each = t(scale.members ? 'rule.perMember' : 'rule.perUnit', {
        unit: scale.unit,
        points: signed(scale.points),
      })
      if (scale.maxUnits === undefined) return each
      return each + t('rule.comma') + t('rule.maxUnits', { unit: scale.unit, limit: scale.maxUnits })
    }
    case 'escalating':
      return scale.steps.map(signed).join('/')
    case 'levels':
      return scale.levels.map(({ name, points }) => `${name} ${signed(points)}`).join(t('rule.comma'))
  }
}

function baseWords({ base }: RuleWorth, t: Translate): string[] {
  if (!base) return []
  return [t(base.covers === 'all' ? 'rule.baseAll' : 'rule.baseDimension')]
}

function vetoWords({ period, zero, honours, redemption, months }: Veto, t: Translate): string[] {
  const span = t(`span.${period}`)
  return [
    zero ? t('rule.vetoZero', { span }) : t('rule.veto'),
    ...(honours ? [t('rule.vetoHonours', { span })] : []),
    ...(redemption
      ? [months === undefined ? t('rule.vetoRedemption', { span }) : t('rule.vetoMonths', { months })]
      : []),
  ]
}

function multiplierWords(multipliers: readonly Multiplier[], t: Translate): string[] {
  return [
    ...multipliers.map(({ attribute, factor }) => t('rule.multiplier', { attribute, factor })),
    ...(multipliers.length > 1 ? [t('rule.highest')] : []),
  ]
}

function capWords({ period, by, limit }: Cap, t: Translate, unit: PointUnit): string {
  const most = by === 'points' ? formatPoints(limit, unit) : formatCount(limit)
  return t(`cap.${by}`, { period: t(`period.${period}`), limit: most })
}
