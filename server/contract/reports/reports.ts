/** The report of a month or of the season. */
import { z } from 'zod'
import { localDate } from '../fields/localDate.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'

/** A month, YYYY-MM. */
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not-a-month')

export const reportQuery = z.object({
  /** The whole season without it. */
  month: month.optional(),
  /** `public`: names as the village's privacy allows; `full`: for the office alone. */
  names: z.enum(['public', 'full']).default('public'),
})

const place = { door: z.string(), name: z.string().nullable(), group: z.string(), points }
const ruleUse = z.object({
  text: z.string(),
  dimension: z.string().nullable(),
  times: z.int(),
  points,
})

export const reportView = z.object({
  season: z.string(),
  month: month.nullable(),
  from: localDate,
  to: localDate,
  /** Carries full names. */
  isInternal: z.boolean(),
  households: z.int(),
  active: z.int(),
  lines: z.int(),
  points,
  byDimension: z.array(z.object({ name: z.string(), points })),
  /** Points in the order of the dimensions. */
  months: z.array(z.object({ month, byDimension: z.array(z.int()) })),
  groups: z.array(
    z.object({
      name: z.string(),
      households: z.int(),
      active: z.int(),
      average: z.int(),
      rank: z.int(),
    }),
  ),
  top: z.array(z.object({ rank: z.int(), ...place })),
  improved: z.array(z.object({ ...place, before: points, gained: points })),
  improvedMonth: month,
  rules: z.array(ruleUse),
  deductions: z.array(ruleUse),
  reversals: z.array(z.object({ text: z.string(), times: z.int() })),
  reasons: privateTo('posting-note', z.array(z.object({ reason: z.string(), times: z.int() }))),
  seq: z.int(),
  /** First 8 hex digits of the last posting's hash; empty for an empty ledger. */
  head: z.string(),
})
export type ReportView = z.infer<typeof reportView>
