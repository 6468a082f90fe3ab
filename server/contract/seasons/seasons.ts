import { z } from 'zod'
import type { CarryTerms } from '../../domain/calendar/season.ts'
import { door, householdSearch } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { cursorQuery, pageOf } from '../fields/page.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { manyLines, oneLine } from '../fields/text.ts'

const span = {
  name: oneLine(1, 20),
  startsOn: localDate,
  endsOn: localDate,
}

/** What of its balance a household takes into the next season. */
export const carryTerms: z.ZodType<CarryTerms> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all') }),
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('percent'), percent: z.int().min(0).max(100) }),
  z.object({ type: z.literal('upTo'), points: boundedPoints(0, 1_000_000) }),
])

export const seasonEntry = z.object({
  id: z.int(),
  ...span,
  state: z.enum(['active', 'closed']),
  postings: z.int(),
  /** How it was closed; null while it is active. */
  closing: z
    .object({
      carry: carryTerms,
      /** Households of the village then, and what they could spend in all. */
      households: z.int(),
      balance: points,
      /** How many households lost points, and how many points. */
      losing: z.int(),
      expired: z.int(),
      /** UTC. */
      closedAt: z.string(),
      closedBy: z.string().nullable(),
    })
    .nullable(),
})
export type SeasonEntry = z.infer<typeof seasonEntry>

export const seasonPatch = z.object(span).partial()

export const closingQuestion = z.object({ carry: carryTerms })

/** What a closing would do. Nothing is written before it is confirmed. */
export const closingPreview = z.object({
  households: z.int(),
  balance: points,
  carried: points,
  expired: z.int(),
  /** The households that would lose points, who loses most first. */
  losing: z.array(z.object({ door, head: z.string(), balance: points, carried: points })),
  /** Why it cannot be closed now, a sentence each; empty when it can. */
  hindrances: z.array(z.string()),
  /** The next season, unless something else is wished. */
  next: z.object(span),
})
export type ClosingPreview = z.infer<typeof closingPreview>

export const newClosing = z.object({
  id: clientId,
  carry: carryTerms,
  /** What the preview said would expire: if it is another figure by now, nothing is closed. */
  expires: z.int().min(0).optional(),
  next: z.object(span),
})

/** The season that was closed, and the one that was opened. */
export const closingAnswer = z.object({ closed: seasonEntry, opened: seasonEntry })

export const seasonStanding = z.object({
  rank: z.int(),
  door,
  head: z.string(),
  /** As the public may see it; null where only the door is shown. */
  name: z.string().nullable(),
  group: z.string(),
  score: points,
  earned: points,
  deducted: points,
})

export const standingsQuery = z.object({ q: householdSearch.optional(), ...cursorQuery })
export const standingsPage = pageOf(seasonStanding)

/** The first ten places of every season that was closed, the newest first. */
export const honours = z.object({
  items: z.array(
    z.object({
      season: z.object({ id: z.int(), ...span }),
      top: z.array(seasonStanding.pick({ rank: true, door: true, name: true, group: true, score: true })),
    }),
  ),
})
export type Honours = z.infer<typeof honours>

/** How many lines one request may carry. */
export const mostOpenings = 1_000

/** Points that households bring from before the books began: all are written, or none. */
const openingLines = z
  .array(
    z.object({
      id: clientId,
      door,
      points: z
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((points) => points !== 0, 'is-zero'),
    }),
  )
  .min(1)
  .max(mostOpenings)

export const newOpenings = z.object({ lines: openingLines, reason: manyLines(1, 200) })

export const openingQuestion = z.object({ lines: openingLines })

export const openingPreview = z.object({
  items: z.array(
    z.object({
      door,
      head: z.string(),
      group: z.string(),
      points,
      /** What the household can spend now. */
      balance: points,
      /** Opening balance that it has been given in this season already. */
      already: z.int(),
    }),
  ),
})
