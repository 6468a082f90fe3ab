import { z } from 'zod'
import { postingKinds } from '../../domain/points/posting.ts'
import { door } from '../fields/door.ts'
import { cursor } from '../fields/page.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { asTyped } from '../fields/text.ts'
import { printedMending } from '../mendings/mendings.ts'
import { passbookView } from './households.ts'

export const passbookQuery = z.object({
  /** One household alone; also one that was merged into another. */
  door: door.optional(),
  group: asTyped(0, 32).optional(),
  cursor: cursor.optional(),
  /** Households at a time. */
  limit: z.coerce.number().int().min(1).max(50).default(20),
})

/** A line as it is printed. */
const printedLine = z.object({
  seq: z.int(),
  kind: z.enum(postingKinds),
  occurredOn: z.string(),
  text: z.string(),
  points,
  /** Balance after this line. */
  balance: points,
  /** Why, for a reversal. */
  reason: privateTo('posting-note', z.string().nullable()),
  reverses: z.int().nullable(),
  /** Until when it is to be put right, or when it was; null for anything else. */
  mending: printedMending.nullable(),
})
export type PrintedLine = z.infer<typeof printedLine>

/** A passbook with every line of the season, oldest first. */
export const printedPassbook = passbookView.extend({ lines: z.array(printedLine) })
export type PrintedPassbook = z.infer<typeof printedPassbook>

export const passbookPage = z.object({
  /** How many passbooks there are in all. */
  total: z.int(),
  /** Number of the village's last posting, and the first 8 hex digits of its hash. */
  seq: z.int(),
  head: z.string(),
  items: z.array(printedPassbook),
  next: z.string().nullable(),
})
