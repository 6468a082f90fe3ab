/**
 * What a rule (细则) is worth: fixed points, a range, points per unit, or steps
 * that rise with each repetition, and its caps. Pure: the caller passes what the
 * household has under the rule. Points are whole numbers of the village's smallest unit.
 */
import type { DateRange, LocalDate, Period } from '../calendar/calendar.ts'
import { type BaseTerms, factorFor, type Multiplier, type Veto } from './ruleConditions.ts'
import { magnitude, mostOfScale, type PointScale, type ScaleRefusal, wholePoints } from './scale.ts'

export { mostUnits, type PointLevel, type PointScale } from './scale.ts'

export type Effect = 'award' | 'deduct'

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
  /** What the village wrote about it that sets nothing. */
  note?: string | undefined
  multipliers?: Multiplier[] | undefined
  /** It is the rule of a period's base points: given to every household, never entered. */
  base?: BaseTerms | undefined
  veto?: Veto | undefined
  /** Its points count for score and place, and are never redeemed (荣誉积分). */
  honour?: boolean | undefined
}

/** Of a rule's terms, what anybody may read of it. */
export type RuleWorth = Pick<
  RuleTerms,
  'effect' | 'scale' | 'caps' | 'multipliers' | 'base' | 'veto' | 'honour'
>

export function worthOf({ effect, scale, caps, multipliers, base, veto, honour }: RuleTerms): RuleWorth {
  return {
    ...{ effect, scale, caps },
    ...(multipliers && { multipliers }),
    ...(base && { base }),
    ...(veto && { veto }),
    ...(honour && { honour }),
  }
}

/** Whether postings under these terms have consequences beyond their points. */
export function isSpecial({ base, veto, honour }: RuleTerms): boolean {
  return base !== undefined || veto !== undefined || honour === true
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
  /** What is left of the period's base points, for deductions that are taken from them. */
  baseLeft?: number | null | undefined
  /** Score of the period that a veto covers. */
  inPeriod?: number | undefined
  /** A veto that forbids to add points on the day of the deed, by its posting. */
  vetoed?: ({ seq: number } & DateRange) | null | undefined
}

/** What a rule may ask of the household itself. */
export interface HouseholdFacts {
  /** Names of its attributes. */
  attributes: readonly string[]
  /** Persons; null where the village has not written it down. */
  members: number | null
}

/** Why points cannot be posted: a code for the sentence and the figures it names. */
export type Refusal =
  | { code: 'rule-not-yet'; from: LocalDate }
  | { code: 'rule-over'; to: LocalDate }
  | ScaleRefusal
  | { code: 'members-unknown' }
  | { code: 'units-members'; members: number }
  | { code: 'factor-uneven'; factor: number; points: number }
  | { code: 'vetoed'; seq: number; from: LocalDate; to: LocalDate }
  | { code: 'cap-points'; period: Period; limit: number; used: number; points: number }
  | { code: 'cap-times'; period: Period; limit: number; used: number }

export type Assessment = ({ ok: true } & Assessed) | { ok: false; refusal: Refusal }

export interface Assessed {
  /** Signed. */
  points: number
  /** Signed: the same, had the period's base points no end. */
  due: number
  /** Magnitude before any multiplier. */
  chosen: number
  units: number | null
}

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
 * @param household what the rule may ask of it
 */
export function assess(
  terms: RuleTerms,
  request: PointRequest,
  history: RuleHistory,
  household: HouseholdFacts = { attributes: [], members: null },
): Assessment {
  const { validFrom, validTo, effect, scale } = terms
  const date = request.occurredOn
  if (date && validFrom && date < validFrom)
    return { ok: false, refusal: { code: 'rule-not-yet', from: validFrom } }
  if (date && validTo && date > validTo) return { ok: false, refusal: { code: 'rule-over', to: validTo } }
  if (effect === 'award' && history.vetoed)
    return { ok: false, refusal: { code: 'vetoed', ...history.vetoed } }
  const counted = scale.type === 'perUnit' && scale.members ? withMembers(request, household) : request
  if ('code' in counted) return { ok: false, refusal: counted }
  const sized = magnitude(scale, counted, history.timesInSeason)
  if ('code' in sized) return { ok: false, refusal: sized }
  const factor = factorFor(terms.multipliers, household.attributes)
  const due = terms.veto?.zero ? Math.max(0, history.inPeriod ?? 0) : wholePoints(sized.points * factor)
  if (due === null) return { ok: false, refusal: { code: 'factor-uneven', factor, points: sized.points } }
  for (const [index, cap] of terms.caps.entries()) {
    const used = history.used[index] ?? { points: 0, times: 0 }
    const refusal = exceeds(cap, used, due)
    if (refusal) return { ok: false, refusal }
  }
  // A veto takes the whole period, not only what is left of its base points.
  const most = effect === 'deduct' && !terms.veto?.zero ? (history.baseLeft ?? due) : due
  return {
    ok: true,
    points: signed(effect, Math.min(due, most)),
    due: signed(effect, due),
    chosen: sized.points,
    units: sized.units,
  }
}

/** The household's persons as units. */
function withMembers(request: PointRequest, { members }: HouseholdFacts): Refusal | PointRequest {
  if (members === null || members === 0) return { code: 'members-unknown' }
  if (request.units !== undefined && request.units !== members) return { code: 'units-members', members }
  return { ...request, units: members }
}

function signed(effect: Effect, points: number): number {
  return effect === 'deduct' && points !== 0 ? -points : points
}

/**
 * The most that one posting under these terms can have: what the scale gives at
 * its best, and no more than any cap by points.
 *
 * @returns a magnitude
 */
export function mostPoints({
  scale,
  caps,
  multipliers = [],
}: Pick<RuleTerms, 'scale' | 'caps' | 'multipliers'>): number {
  const limits = caps.filter(({ by }) => by === 'points').map(({ limit }) => limit)
  const factor = Math.max(1, ...multipliers.map((one) => one.factor))
  return Math.min(Math.floor(mostOfScale(scale) * factor), ...limits)
}

function exceeds(cap: Cap, used: { points: number; times: number }, points: number): Refusal | null {
  const { period, limit } = cap
  if (cap.by === 'times')
    return used.times + 1 > limit ? { code: 'cap-times', period, limit, used: used.times } : null
  return used.points + points > limit
    ? { code: 'cap-points', period, limit, used: used.points, points }
    : null
}
