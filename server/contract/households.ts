import { z } from 'zod'
import { clientId, cursorQuery, door, pageOf } from './common.ts'

export const householdView = z.object({
  door,
  /** Head of the household (户主). */
  head: z.string(),
  group: z.string(),
  members: z.int().nullable(),
  phone: z.string().nullable(),
  note: z.string().nullable(),
  optedOut: z.boolean(),
  consented: z.boolean(),
  score: z.int(),
  /** What can be spent: all points less those on hold. */
  balance: z.int(),
  /** Points on hold until the publication over them has closed. */
  onHold: z.int(),
  /** Standing (名次) in the village. */
  rank: z.int(),
})
export type HouseholdView = z.infer<typeof householdView>

export const householdQuery = z.object({
  /** Door, name, or initials of the name's pinyin. */
  q: z.string().max(50).optional(),
  group: z.string().max(32).optional(),
  ...cursorQuery,
})

export const householdPage = pageOf(householdView)

const details = {
  head: z.string().trim().min(1).max(32),
  /** Name of the group; made where it is missing. */
  group: z.string().trim().min(1).max(32),
  members: z.int().min(0).max(99).nullable().optional(),
  phone: z.string().trim().max(32).nullable().optional(),
  note: z.string().trim().max(200).nullable().optional(),
  optedOut: z.boolean().optional(),
  consented: z.boolean().optional(),
}

export const newHousehold = z.object({ id: clientId, door, ...details })

export const householdPatch = z.object(details).partial()

/** A household's account: totals now, credits and deductions of the season, last lines. */
export const passbookView = z.object({
  household: householdView,
  season: z.string(),
  earned: z.int(),
  deducted: z.int(),
  redeemed: z.int(),
  byDimension: z.array(z.object({ id: z.int(), name: z.string(), points: z.int() })),
})
export type PassbookView = z.infer<typeof passbookView>
