/** What a person fills in for a rule, and the terms that it makes. */
import { ruleTerms, type RuleView } from '../../server/contract/villages/rules.ts'
import type { Cap, Effect, PointScale, RuleTerms } from '../../server/domain/points/points.ts'
import type { BasePeriod, BaseTerms } from '../../server/domain/points/ruleConditions.ts'
import { type PointUnit, readPoints, typedPoints } from '../../server/domain/points/unit.ts'

export interface RuleForm {
  text: string
  dimension: number
  effect: Effect
  scale: PointScale['type']
  /** Figures as typed. */
  points: string
  min: string
  max: string
  unit: string
  maxUnits: string
  /** For each person of the household. */
  members: boolean
  /** 10/20/30 */
  steps: string
  /** 一等奖 30/二等奖 20 */
  levels: string
  caps: { period: Cap['period']; by: Cap['by']; limit: string }[]
  evidence: boolean
  reviewers: 0 | 1 | 2
  validFrom: string | null
  validTo: string | null
  note: string
  multipliers: { attribute: string; factor: string }[]
  base: boolean
  basePeriod: BasePeriod
  baseCovers: BaseTerms['covers']
  veto: boolean
  vetoPeriod: BasePeriod
  vetoZero: boolean
  vetoHonours: boolean
  vetoRedemption: boolean
  /** Empty: until the period ends. */
  vetoMonths: string
  honour: boolean
}

/** Whether the rule can be the base points of a period. */
export const canBeBase = ({ effect, scale }: RuleForm) => effect === 'award' && scale === 'fixed'
export const canBeVeto = ({ effect, scale }: RuleForm) => effect === 'deduct' && scale === 'fixed'

/** The form of a rule as it stands, or of a new one in a dimension. @param unit of the village's points */
export function formOf(rule: RuleView | null, dimension: number, unit: PointUnit): RuleForm {
  const form: RuleForm = {
    text: '',
    dimension,
    effect: 'award',
    scale: 'fixed',
    points: '',
    min: '0',
    max: '100',
    unit: '',
    maxUnits: '',
    members: false,
    steps: '',
    levels: '',
    caps: [],
    evidence: false,
    reviewers: 0,
    validFrom: null,
    validTo: null,
    note: '',
    multipliers: [],
    base: false,
    basePeriod: 'month',
    baseCovers: 'all',
    veto: false,
    vetoPeriod: 'month',
    vetoZero: true,
    vetoHonours: true,
    vetoRedemption: true,
    vetoMonths: '',
    honour: false,
  }
  if (!rule) return form
  const { scale, caps, effect, evidence, reviewers, validFrom, validTo, note = '' } = rule.terms
  const filled = { ...form, text: rule.text, dimension: rule.dimension.id, effect, scale: scale.type }
  Object.assign(filled, { evidence, reviewers, validFrom: validFrom ?? null, validTo: validTo ?? null, note })
  const { multipliers = [], base, veto, honour = false } = rule.terms
  filled.multipliers = multipliers.map(({ attribute, factor }) => ({ attribute, factor: String(factor) }))
  filled.honour = honour
  if (base) Object.assign(filled, { base: true, basePeriod: base.period, baseCovers: base.covers })
  if (veto) {
    const { period: vetoPeriod, zero: vetoZero, honours: vetoHonours, redemption: vetoRedemption } = veto
    const vetoMonths = veto.months === undefined ? '' : String(veto.months)
    Object.assign(filled, { veto: true, vetoPeriod, vetoZero, vetoHonours, vetoRedemption, vetoMonths })
  }
  const typed = (points: number) => typedPoints(points, unit)
  filled.caps = caps.map(({ period, by, limit }) => ({
    ...{ period, by },
    limit: by === 'points' ? typed(limit) : String(limit),
  }))
  switch (scale.type) {
    case 'fixed':
      return { ...filled, points: typed(scale.points) }
    case 'range':
      return { ...filled, min: typed(scale.min), max: typed(scale.max) }
    case 'perUnit': {
      const maxUnits = scale.maxUnits === undefined ? '' : String(scale.maxUnits)
      const { members = false } = scale
      return { ...filled, points: typed(scale.points), unit: scale.unit, maxUnits, members }
    }
    case 'escalating':
      return { ...filled, steps: scale.steps.map(typed).join('/') }
    case 'levels':
      return {
        ...filled,
        levels: scale.levels.map(({ name, points }) => `${name} ${typed(points)}`).join('/'),
      }
  }
}

/**
 * The terms that a form asks for; null while figures are missing, make no sense or are finer than the unit.
 *
 * @param unit of the village's points
 */
export function termsOf(form: RuleForm, unit: PointUnit): RuleTerms | null {
  const units = (text: string) => unitsOf(text, unit)
  const terms = ruleTerms.safeParse({
    effect: form.effect,
    scale: scaleOf(form, units),
    caps: (form.base && canBeBase(form) ? [] : form.caps).map(({ period, by, limit }) => ({
      ...{ period, by },
      limit: by === 'points' ? units(limit) : figure(limit),
    })),
    evidence: form.evidence,
    reviewers: form.reviewers,
    validFrom: form.validFrom,
    validTo: form.validTo,
    ...(form.note.trim() === '' ? {} : { note: form.note }),
    ...conditionsOf(form),
  })
  return terms.success ? terms.data : null
}

/** Conditions that the form's effect and scale allow. */
function conditionsOf(form: RuleForm): object {
  const { multipliers, basePeriod, baseCovers, vetoPeriod, vetoMonths } = form
  if (form.base && canBeBase(form)) return { base: { period: basePeriod, covers: baseCovers } }
  const until = form.vetoRedemption && vetoMonths.trim() !== '' ? { months: figure(vetoMonths) } : {}
  return {
    ...(multipliers.length > 0 && {
      multipliers: multipliers.map(({ attribute, factor }) => ({ attribute, factor: figure(factor) })),
    }),
    ...(form.honour && form.effect === 'award' && { honour: true }),
    ...(form.veto &&
      canBeVeto(form) && {
        veto: {
          period: vetoPeriod,
          zero: form.vetoZero,
          honours: form.vetoHonours,
          redemption: form.vetoRedemption,
          ...until,
        },
      }),
  }
}

function scaleOf(form: RuleForm, units: (text: string) => number): unknown {
  switch (form.scale) {
    case 'fixed':
      // A veto that takes the points of a period has none of its own.
      return {
        type: 'fixed',
        points: form.veto && form.vetoZero && canBeVeto(form) ? 0 : units(form.points),
      }
    case 'range':
      return { type: 'range', min: units(form.min), max: units(form.max) }
    case 'perUnit': {
      const most = form.maxUnits.trim() === '' ? {} : { maxUnits: figure(form.maxUnits) }
      const members = form.members ? { members: true } : {}
      return { type: 'perUnit', points: units(form.points), unit: form.unit.trim(), ...most, ...members }
    }
    case 'escalating':
      return {
        type: 'escalating',
        steps: form.steps
          .split(/[/、,，\s]+/)
          .filter(Boolean)
          .map(units),
      }
    case 'levels':
      return {
        type: 'levels',
        levels: form.levels
          .split(/[/、,，]/u)
          .filter(Boolean)
          .map((level) => levelOf(level, units)),
      }
  }
}

/** The name before the last figure, and the figure. */
function levelOf(level: string, units: (text: string) => number): { name: string; points: number } {
  const [, name = '', points = ''] = /^(.*?)[\s:：+＋]*([\d０-９.．]+)分?\s*$/u.exec(level) ?? []
  return { name: name.trim(), points: units(points) }
}

/** A figure as typed, also in full width; NaN where it is none, which the schema refuses. */
function figure(text: string): number {
  const plain = text.normalize('NFKC').trim()
  return plain === '' ? NaN : Number(plain)
}

/** Smallest units of points as typed; NaN where they are none, which the schema refuses. */
function unitsOf(text: string, unit: PointUnit): number {
  const typed = readPoints(text, unit)
  return 'units' in typed ? typed.units : NaN
}

/** Whether points in the form are finer than the unit. */
export function isFinerThan(unit: PointUnit, form: RuleForm): boolean {
  const { points, min, max, steps, levels, caps } = form
  const typed = {
    fixed: [points],
    perUnit: [points],
    range: [min, max],
    escalating: steps.split(/[/、,，\s]+/),
    levels: levels.split(/[/、,，]/u).map((level) => /[\d.．]+$/u.exec(level.trim())?.[0] ?? ''),
  }[form.scale]
  const limits = caps.flatMap(({ by, limit }) => (by === 'points' ? [limit] : []))
  return [...typed, ...limits].some((text) => {
    const read = readPoints(text, unit)
    return 'fault' in read && read.fault === 'fine'
  })
}
