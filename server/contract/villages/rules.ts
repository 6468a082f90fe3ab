import { z } from 'zod'
import { periods } from '../../domain/calendar/calendar.ts'
import { mostUnits, type RuleTerms } from '../../domain/points/points.ts'
import { rulebookNames } from '../../domain/rules/rulebooks.ts'
import { clientId, slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { oneLine } from '../fields/text.ts'

export const effects = ['award', 'deduct'] as const
const day = localDate.nullable().optional()
const magnitude = z.int().min(0).max(100_000)

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
  limit: z.int().min(1).max(1_000_000),
})

export const ruleTerms: z.ZodType<RuleTerms> = z
  .object({
    effect: z.enum(effects),
    scale: pointScale,
    caps: z.array(cap).max(6),
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
