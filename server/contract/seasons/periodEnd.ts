/** The end of a month or quarter: publicity, no objection, redemption, clearing. */
import { z } from 'zod'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points } from '../fields/points.ts'

/** A period by any of its days. */
const asked = { period: z.enum(['month', 'quarter']), on: localDate }

export const clearingQuery = z.object(asked)

export const newClearing = z.object({
  id: clientId,
  ...asked,
  /** Points that the preview cleared. */
  expires: points.min(0),
})

export const clearingPreview = z.object({
  key: z.string(),
  from: localDate,
  to: localDate,
  /** In their order; `problem` says why a step is not done yet. */
  steps: z.array(
    z.object({
      name: z.enum(['over', 'settled', 'published', 'answered']),
      problem: z.string().nullable(),
    }),
  ),
  /** Points redeemed since the period ended. */
  redeemed: points,
  cleared: points,
  lines: z.array(z.object({ door: z.string(), head: z.string(), balance: points, cleared: points })),
  /** When the period was cleared; null before. */
  done: z.object({ at: z.string(), by: z.string(), households: z.int(), points }).nullable(),
})
export type ClearingPreview = z.infer<typeof clearingPreview>
