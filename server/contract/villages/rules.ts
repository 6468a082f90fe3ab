import { z } from 'zod'
import { periods } from '../../domain/calendar/calendar.ts'
import { mostUnits, type RuleTerms, type RuleWorth } from '../../domain/points/points.ts'
import { basePeriods } from '../../domain/points/ruleConditions.ts'
import { isSoundBase, isSoundVeto } from '../../domain/points/soundTerms.ts'
import { rulebookNames } from '../../domain/rules/rulebooks.ts'
import { door } from '../fields/door.ts'
import { clientId, slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { oneLine } from '../fields/text.ts'

export const effects = ['award', 'deduct'] as const
const day = localDate.nullable().optional()
const magnitude = boundedPoints(0, 100_000)

export const pointScale = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fixed'), points: magnitude }),
  z
    .object({ type: z.literal('range'), min: magnitude, max: magnitude })
    .refine(({ min, max }) => min <= max, { path: ['max'], error: 'min-above-max' }),
  z.object({
    type: z.literal('perUnit'),
    points: magnitude,
    unit: oneLine(1, 8),
    maxUnits: z.number().positive().max(mostUnits).optional(),
    /** For each person of the household: no number is given when scoring. */
    members: z.boolean().optional(),
  }),
  z.object({ type: z.literal('escalating'), steps: z.array(magnitude).min(1).max(10) }),
  z.object({
    type: z.literal('levels'),
    levels: z
      .array(z.object({ name: oneLine(1, 12), points: magnitude }))
      .min(1)
      .max(10),
  }),
])

export const cap = z.object({
  period: z.enum(periods),
  by: z.enum(['points', 'times']),
  limit: boundedPoints(1, 1_000_000),
})

export const attributeName = oneLine(1, 12)

/** What anybody may read of a rule's terms. */
const worth = {
  effect: z.enum(effects),
  scale: pointScale,
  caps: z.array(cap).max(6),
  /** Times the points for households with an attribute; of several the largest counts. */
  multipliers: z
    .array(z.object({ attribute: attributeName, factor: z.number().min(0.1).max(10).multipleOf(0.1) }))
    .max(6)
    .optional(),
  /** Base points of a period, given to every household. */
  base: z.object({ period: z.enum(basePeriods), covers: z.enum(['all', 'dimension']) }).optional(),
  /** What a household loses beside the points. */
  veto: z
    .object({
      period: z.enum(basePeriods),
      zero: z.boolean(),
      honours: z.boolean(),
      redemption: z.boolean(),
      /** Without redemption for so many months from the deed; until the end of the period where none is given. */
      months: z.int().min(1).max(60).optional(),
    })
    .optional(),
  /** Counts for score and place, and is never redeemed. */
  honour: z.boolean().optional(),
}

export const ruleWorth: z.ZodType<RuleWorth> = z.object(worth)

export const ruleTerms: z.ZodType<RuleTerms> = z
  .object({
    ...worth,
    evidence: z.boolean(),
    reviewers: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    validFrom: day,
    validTo: day,
    note: oneLine(1, 200).optional(),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    path: ['validTo'],
    error: 'before-valid-from',
  })
  .refine(isSoundBase, { path: ['base'], error: 'base-not-fixed' })
  .refine(isSoundVeto, { path: ['veto'], error: 'veto-not-fixed' })

export const ruleView = z.object({
  id: z.int(),
  version: z.int(),
  dimension: z.object({ id: z.int(), name: z.string() }),
  text: z.string(),
  terms: ruleTerms,
  /** Initials of the text's pinyin, to choose by a few letters. */
  initials: z.string(),
  /** No longer offered for new postings. */
  retired: z.boolean(),
})
export type RuleView = z.infer<typeof ruleView>

export const newRule = z.object({
  id: clientId.optional(),
  dimension: z.int(),
  text: oneLine(1, 60),
  terms: ruleTerms,
})

/** A change makes a version; postings keep the one they were made under. */
export const rulePatch = z.object({
  /** For what is scored from now on; points that were given stay where they are. */
  dimension: z.int().optional(),
  text: oneLine(1, 60).optional(),
  terms: ruleTerms.optional(),
  retired: z.boolean().optional(),
})

/** One version of a rule, as it stood. */
export const ruleVersionView = z.object({
  version: z.int(),
  text: z.string(),
  terms: ruleTerms,
  /** UTC. */
  createdAt: z.string(),
  /** Who made it; null for what came with the village or an import. */
  createdBy: z.string().nullable(),
})
export type RuleVersionView = z.infer<typeof ruleVersionView>

/** Base points of the running period, by rule, and how many households have none yet. */
export const basePointsView = z.object({
  items: z.array(z.object({ text: z.string(), points, from: localDate, to: localDate, missing: z.int() })),
})

/** An attribute of households, and those that have it. */
export const attributeView = z.object({
  id: z.int(),
  name: z.string(),
  /** Shown beside the doors of households that agreed. */
  isPublic: z.boolean(),
  households: privateTo(
    'attributes',
    z.array(z.object({ door, agreedOn: localDate.nullable(), agreedHow: z.string().nullable() })),
  ),
})
export type AttributeView = z.infer<typeof attributeView>

export const newAttribute = z.object({ name: attributeName, isPublic: z.boolean() })

export const attributePatch = z.object({
  isPublic: z.boolean().optional(),
  /** All households that have it from now on. */
  doors: z.array(door).max(5_000).optional(),
  /** When and how the households among them agreed that did not before; without it they are not shown. */
  agreement: z.object({ on: localDate, how: oneLine(0, 100).optional() }).optional(),
})

/** All attributes that one household has from now on. */
export const newHouseholdAttributes = z.object({
  /** Ids. */
  attributes: z.array(z.int()).max(30),
  /** When and how it agreed to show those that it did not agree to before; without it they are not shown. */
  agreement: z.object({ on: localDate, how: oneLine(0, 100).optional() }).optional(),
})
export const householdAttributes = z.object({ attributes: privateTo('attributes', z.array(z.string())) })

/** Where a village takes its rulebook from: one of ours by name, or another village. */
export const rulebookSource = z.union([
  z.object({ rulebook: z.enum(rulebookNames) }),
  z.object({ village: slug }),
])

/** How many rules were taken over; those that the village had already stay as they are. */
export const rulebookTaken = z.object({ added: z.int(), known: z.int() })

/** A dimension (维度) of the village. */
export const dimensionView = z.object({ id: z.int(), name: z.string() })
const dimensionName = oneLine(1, 8)
export const newDimension = z.object({ name: dimensionName })
/** `place` counts from 1: the order on the wall and in the rulebook. */
export const dimensionPatch = z.object({
  name: dimensionName.optional(),
  place: z.int().min(1).max(20).optional(),
})
