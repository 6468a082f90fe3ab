/** Several villages side by side, and those who work in all of them. */
import { z } from 'zod'
import { roles } from '../../domain/people/powers.ts'
import { slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points, pointUnit } from '../fields/points.ts'

/** What is missing is the begin or end of each village's own season. */
export const townQuery = z.object({ from: localDate.optional(), to: localDate.optional() })

export const townVillage = z.object({
  slug,
  name: z.string(),
  sample: z.boolean(),
  unit: pointUnit,
  timezone: z.string(),
  /** First and last day of deeds that the figures speak of. */
  from: localDate,
  to: localDate,
  households: z.int(),
  /** Households with at least one posting in the period. */
  active: z.int(),
  /** Score of the period. */
  points,
  byDimension: z.array(z.object({ name: z.string(), points })),
  /** Every month that the period touches, oldest first. */
  months: z.array(z.object({ month: z.string(), points })),
  /** When the last posting was recorded, UTC; null for an empty ledger. */
  lastAt: z.string().nullable(),
  seq: z.int(),
  head: z.string(),
})
export type TownVillageView = z.infer<typeof townVillage>

export const town = z.object({ items: z.array(townVillage) })

const someRoles = z.array(z.enum(roles))

/** Somebody with an account on this server, as administrators of all villages see them. */
export const staffView = z.object({
  id: z.int(),
  username: z.string(),
  displayName: z.string(),
  /** Roles in all villages. */
  everywhere: someRoles,
  /** Roles in single villages. */
  villages: z.array(z.object({ slug, name: z.string(), roles: someRoles })),
})
export type StaffView = z.infer<typeof staffView>
