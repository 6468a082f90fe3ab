import { z } from 'zod'
import { points } from '../fields/points.ts'
import { redemptionTerms } from '../villages/villages.ts'

/** What a household can redeem now, and why it is less than its balance. */
export const redeemable = redemptionTerms.extend({
  points,
  /** The veto that forbids redemption, and the last day on which it does. */
  bar: z.object({ seq: z.int(), text: z.string(), to: z.string() }).nullable(),
})
