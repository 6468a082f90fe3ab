import { assess, type PointRequest, type RuleTerms } from '../../server/domain/points/points.ts'
import { type PointUnit, readPoints } from '../../server/domain/points/unit.ts'
import { neededValue } from './ruleWords.ts'

/**
 * What was typed as a figure: `20`, `２０`, `1.5`, a sign in front is ignored,
 * for the rule knows whether it gives or takes.
 *
 * @returns null when it is no figure
 */
export function typedFigure(text: string): number | null {
  const clean = text
    .normalize('NFKC')
    .trim()
    .replace(/^[+\-−]/u, '')
  return /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : null
}

/** Smallest units of what was typed as points, without sign; null when it is no points, or finer than the unit. */
function typedUnits(text: string, unit: PointUnit): number | null {
  const typed = readPoints(text, unit)
  return 'units' in typed ? Math.abs(typed.units) : null
}

/**
 * Points or units of a posting from what was typed; null when the rule needs a figure and there is none.
 *
 * @param unit of the village's points
 */
export function pointRequest(terms: RuleTerms, text: string, unit: PointUnit): PointRequest | null {
  const needed = neededValue(terms)
  if (needed === 'nothing') return {}
  const figure = needed === 'points' ? typedUnits(text, unit) : typedFigure(text)
  if (figure === null) return null
  return needed === 'points' ? { points: figure } : { units: figure }
}

/** Whether the points that a rule needs were typed, but finer than the village's unit. */
export function isTooFine(terms: RuleTerms, text: string, unit: PointUnit): boolean {
  const typed = readPoints(text, unit)
  return neededValue(terms) === 'points' && 'fault' in typed && typed.fault === 'fine'
}

/**
 * The signed points that a posting would bring, as far as that is known without
 * the household; null where it is not (steps that rise, multipliers, vetoes, wrong figures).
 */
export function foreseenPoints(terms: RuleTerms, text: string, unit: PointUnit): number | null {
  const { scale, multipliers, veto } = terms
  if (scale.type === 'escalating' || multipliers?.length || veto?.zero) return null
  if (scale.type === 'perUnit' && scale.members) return null
  const request = pointRequest(terms, text, unit)
  if (!request) return null
  const unused = terms.caps.map(() => ({ points: 0, times: 0 }))
  const assessment = assess({ ...terms, caps: [] }, request, { timesInSeason: 0, used: unused })
  return assessment.ok ? assessment.points : null
}
