/** How the points of one posting are found: by the scale of its rule, before caps and multipliers. */

/** How the points of one posting are found. All figures are magnitudes; the effect gives the sign. */
export type PointScale =
  | { type: 'fixed'; points: number }
  | { type: 'range'; min: number; max: number }
  /** `points` for each unit, such as an hour; `maxUnits` bounds one posting; `members`: for each person of the household. */
  | {
      type: 'perUnit'
      points: number
      unit: string
      maxUnits?: number | undefined
      members?: boolean | undefined
    }
  /** First, second, third … time within the season; the last step repeats. */
  | { type: 'escalating'; steps: number[] }
  /** One of several by name, such as a first, second or third prize. */
  | { type: 'levels'; levels: PointLevel[] }

export interface PointLevel {
  name: string
  points: number
}

/** The most units of one posting, where the rule sets no bound itself. */
export const mostUnits = 1000

/** Why a scale gives no points. */
export type ScaleRefusal =
  | { code: 'points-fixed'; points: number }
  | { code: 'points-range'; min: number; max: number }
  | { code: 'points-level'; levels: PointLevel[] }
  | { code: 'units-needed'; unit: string }
  | { code: 'units-not-used' }
  | { code: 'units-limit'; unit: string; limit: number }
  | { code: 'units-uneven'; unit: string; points: number }

/**
 * The magnitude that a scale gives, or the reason to refuse it.
 *
 * @param timesInSeason how often it was given before, for steps that rise
 */
export function magnitude(
  scale: PointScale,
  { points, units }: { points?: number | undefined; units?: number | undefined },
  timesInSeason: number,
): ScaleRefusal | { points: number; units: number | null } {
  if (units !== undefined && scale.type !== 'perUnit') return { code: 'units-not-used' }
  switch (scale.type) {
    case 'fixed':
      return agreed(scale.points, points)
    case 'escalating': {
      const step = scale.steps[Math.min(timesInSeason, scale.steps.length - 1)] ?? 0
      return agreed(step, points)
    }
    case 'range':
      if (points === undefined || !Number.isInteger(points) || points < scale.min || points > scale.max)
        return { code: 'points-range', min: scale.min, max: scale.max }
      return { points, units: null }
    case 'levels':
      return scale.levels.some((level) => level.points === points) && points !== undefined
        ? { points, units: null }
        : { code: 'points-level', levels: scale.levels }
    case 'perUnit': {
      const { unit, maxUnits } = scale
      if (units === undefined || !(units > 0)) return { code: 'units-needed', unit }
      if (maxUnits !== undefined && units > maxUnits) return { code: 'units-limit', unit, limit: maxUnits }
      const total = wholePoints(scale.points * units)
      if (total === null) return { code: 'units-uneven', unit, points: scale.points }
      const fixed = agreed(total, points)
      return 'code' in fixed ? fixed : { points: total, units }
    }
  }
}

/** Exact points as a whole number; null where they are none. 1.1 × 10 is 11.000000000000002. */
export function wholePoints(exact: number): number | null {
  const whole = Math.round(exact)
  return Math.abs(exact - whole) < 1e-6 ? whole : null
}

function agreed(due: number, given: number | undefined): ScaleRefusal | { points: number; units: null } {
  if (given !== undefined && given !== due) return { code: 'points-fixed', points: due }
  return { points: due, units: null }
}

/** The most that a scale gives at once. @returns a magnitude */
export function mostOfScale(scale: PointScale): number {
  switch (scale.type) {
    case 'fixed':
      return scale.points
    case 'range':
      return scale.max
    case 'perUnit':
      return Math.floor(scale.points * (scale.maxUnits ?? mostUnits))
    case 'escalating':
      return Math.max(...scale.steps)
    case 'levels':
      return Math.max(...scale.levels.map(({ points }) => points))
  }
}
