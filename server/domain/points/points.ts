/**
 * What a rule (细则) is worth: fixed points, a range, points per unit, or steps
 * that rise with each repetition, and its caps. Pure: the caller passes what the
 * household has under the rule. Points are whole numbers of the village's smallest unit.
 */
import type { LocalDate, Period } from '../calendar/calendar.ts'

export type Effect = 'award' | 'deduct'

/** How the points of one posting are found. All figures are magnitudes; the effect gives the sign. */
export type PointScale =
  | { type: 'fixed'; points: number }
  | { type: 'range'; min: number; max: number }
  /** `points` for each unit, such as an hour; `maxUnits` bounds one posting. */
  | { type: 'perUnit'; points: number; unit: string; maxUnits?: number | undefined }
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

/** At most `limit` points, or `limit` times, for one household in the period. */
export interface Cap {
  period: Period
  by: 'points' | 'times'
  limit: number
}

/** Everything of a rule's version that decides points; stored as data with the version. */
export interface RuleTerms {
  effect: Effect
  scale: PointScale
  caps: Cap[]
  /** A photo or document must be kept. */
  evidence: boolean
  /** How many people confirm it: 0 counts at once. */
  reviewers: 0 | 1 | 2
  /** First and last local date of deeds that it holds for; without bound where there is none. */
  validFrom?: LocalDate | null | undefined
  validTo?: LocalDate | null | undefined
  /** What the village wrote about it that sets nothing, such as 党员户加倍. */
  note?: string | undefined
}

/** What the person entering the posting gave. */
export interface PointRequest {
  /** Magnitude, for ranges and levels; for other scales it must agree or be left out. */
  points?: number | undefined
  /** Number of units (hours), for scales per unit; halves and quarters are allowed. */
  units?: number | undefined
  /** Local date of the deed; left out where no date is known yet. */
  occurredOn?: LocalDate | undefined
}

/** What this household already has under this rule, reversed postings left out. */
export interface RuleHistory {
  /** Times in the season, for escalation. */
  timesInSeason: number
  /** For every cap of the rule, in its order: what its period already holds. */
  used: { points: number; times: number }[]
}

/** Why points cannot be posted: a code for the sentence and the figures it names. */
export type Refusal =
  | { code: 'rule-not-yet'; from: LocalDate }
  | { code: 'rule-over'; to: LocalDate }
  | { code: 'points-fixed'; points: number }
  | { code: 'points-range'; min: number; max: number }
  | { code: 'points-level'; levels: PointLevel[] }
  | { code: 'units-needed'; unit: string }
  | { code: 'units-not-used' }
  | { code: 'units-limit'; unit: string; limit: number }
  | { code: 'units-uneven'; unit: string; points: number }
  | { code: 'cap-points'; period: Period; limit: number; used: number; points: number }
  | { code: 'cap-times'; period: Period; limit: number; used: number }

export type Assessment =
  { ok: true; /** Signed. */ points: number; units: number | null } | { ok: false; refusal: Refusal }

/** Whether the terms hold for deeds of this date. */
export function isInForce(
  { validFrom, validTo }: Pick<RuleTerms, 'validFrom' | 'validTo'>,
  date: LocalDate,
): boolean {
  return (!validFrom || date >= validFrom) && (!validTo || date <= validTo)
}

/**
 * The signed points of one posting, or the reason to refuse it.
 *
 * @param history what the household already has under the rule
 */
export function assess(terms: RuleTerms, request: PointRequest, history: RuleHistory): Assessment {
  const { validFrom, validTo } = terms
  const date = request.occurredOn
  if (date && validFrom && date < validFrom)
    return { ok: false, refusal: { code: 'rule-not-yet', from: validFrom } }
  if (date && validTo && date > validTo) return { ok: false, refusal: { code: 'rule-over', to: validTo } }
  const sized = magnitude(terms.scale, request, history.timesInSeason)
  if ('code' in sized) return { ok: false, refusal: sized }
  for (const [index, cap] of terms.caps.entries()) {
    const used = history.used[index] ?? { points: 0, times: 0 }
    const refusal = exceeds(cap, used, sized.points)
    if (refusal) return { ok: false, refusal }
  }
  return { ok: true, points: signed(terms.effect, sized.points), units: sized.units }
}

function signed(effect: Effect, points: number): number {
  return effect === 'deduct' && points !== 0 ? -points : points
}

function magnitude(
  scale: PointScale,
  { points, units }: PointRequest,
  timesInSeason: number,
): Refusal | { points: number; units: number | null } {
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

/** Points of so many units; null where they are no whole number. 1.1 × 10 is 11.000000000000002. */
function wholePoints(exact: number): number | null {
  const whole = Math.round(exact)
  return Math.abs(exact - whole) < 1e-6 ? whole : null
}

function agreed(due: number, given: number | undefined): Refusal | { points: number; units: null } {
  if (given !== undefined && given !== due) return { code: 'points-fixed', points: due }
  return { points: due, units: null }
}

/**
 * The most that one posting under these terms can have: what the scale gives at
 * its best, and no more than any cap by points.
 *
 * @returns a magnitude
 */
export function mostPoints({ scale, caps }: Pick<RuleTerms, 'scale' | 'caps'>): number {
  const limits = caps.filter(({ by }) => by === 'points').map(({ limit }) => limit)
  return Math.min(mostOfScale(scale), ...limits)
}

function mostOfScale(scale: PointScale): number {
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

function exceeds(cap: Cap, used: { points: number; times: number }, points: number): Refusal | null {
  const { period, limit } = cap
  if (cap.by === 'times')
    return used.times + 1 > limit ? { code: 'cap-times', period, limit, used: used.times } : null
  return used.points + points > limit
    ? { code: 'cap-points', period, limit, used: used.points, points }
    : null
}
