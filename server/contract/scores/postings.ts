import { z } from 'zod'
import { mostUnits } from '../../domain/points/points.ts'
import { postingKinds } from '../../domain/points/posting.ts'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { cursorQuery, pageOf } from '../fields/page.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { asTyped, manyLines } from '../fields/text.ts'
import { evidenceView, photoIds } from '../households/photos.ts'
import { claimView } from './claims.ts'

export const newPosting = z.object({
  id: clientId,
  door,
  /** Id of the rule. */
  rule: z.int(),
  /** For rules with a range; without sign, the rule knows whether it gives or takes. */
  points: boundedPoints(0, 100_000).optional(),
  /** For rules that count units, such as hours. */
  units: z.number().positive().max(mostUnits).optional(),
  occurredOn: localDate,
  note: manyLines(0, 200).optional(),
  photos: photoIds.optional(),
  /** `refuse`: where the household has a score by the same rule on the same day; written by default. */
  ifRepeated: z.enum(['refuse', 'write']).optional(),
})
export type NewPosting = z.infer<typeof newPosting>

/** How many lines one request may carry. */
export const mostPostings = 500

/** One posting, or up to 500 that are written together or not at all. */
export const newPostings = z.union([newPosting, z.array(newPosting).min(1).max(mostPostings)])

/** Points to give back of a deduction once things were put right. */
export const newRestore = z.object({
  id: clientId,
  points: boundedPoints(1, 100_000),
  reason: manyLines(1, 200),
  photos: photoIds.optional(),
})

export const newReversal = z.object({ id: clientId, reason: manyLines(1, 200) })

/** One line of the ledger as staff see it. */
export const postingView = z.object({
  id: z.string(),
  seq: z.int(),
  /** SHA-256, hex. */
  hash: z.string(),
  kind: z.enum(postingKinds),
  door,
  head: z.string(),
  group: z.string(),
  dimension: z.string().nullable(),
  /** The rule's text as it was then. */
  text: z.string(),
  /** Signed. */
  points,
  units: z.number().nullable(),
  occurredOn: localDate,
  /** UTC, ISO 8601. */
  recordedAt: z.string(),
  recordedBy: z.string(),
  note: privateTo('posting-note', z.string().nullable()),
  /** Seq of the posting that this one takes back. */
  reverses: z.int().nullable(),
  /** Seq of the reversal that took this posting back. */
  reversedBy: z.int().nullable(),
  /** Seq of the deduction that a restore gives points back of. */
  restores: z.int().nullable(),
  /** Of a deduction: points given back since. */
  restored: z.int(),
  /** Who passed it before it counted; empty where nobody had to. */
  reviewedBy: z.array(z.string()),
  /** Id of the batch that it was entered in. */
  batch: z.int().nullable(),
  ...evidenceView,
})
export type PostingView = z.infer<typeof postingView>

/** What one request wrote, or had written before, in its order: postings, and claims that must be reviewed. */
export const postingsAnswer = z.object({
  postings: z.array(postingView),
  claims: z.array(claimView),
  /** Id of the batch that an array makes. */
  batch: z.int().nullable(),
})

const postingFilter = {
  door: door.optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  kind: z.enum(postingKinds).optional(),
  /** Id of a rule. */
  rule: z.coerce.number().int().optional(),
  /** Id of a batch. */
  batch: z.coerce.number().int().optional(),
}

export const postingQuery = z.object({ ...postingFilter, ...cursorQuery })

/** Door, name or initials of a household, part of a rule's text, of a recorder's name, or of a note. */
const q = asTyped(0, 50).trim().optional()

/** The columns that postings are sorted by. */
export const postingColumns = ['seq', 'date', 'door', 'text', 'points', 'by'] as const

export const postingSearchQuery = z.object({
  q,
  ...postingFilter,
  sort: z.enum(postingColumns).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  ...cursorQuery,
})

export const postingTotalsQuery = z.object({ q, ...postingFilter })

/** Sums of the lines that match; reversed ones and their reversals are both in them. */
export const postingTotalsView = z.object({
  lines: z.int(),
  /** Sum of all points above zero. */
  added: points,
  /** Sum of all points below zero. */
  deducted: points,
})

export const postingPage = pageOf(postingView)
