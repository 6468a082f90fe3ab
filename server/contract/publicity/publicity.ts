import { z } from 'zod'
import { postingKinds } from '../../domain/points/posting.ts'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { manyLines, oneLine } from '../fields/text.ts'

const stretch = {
  fromSeq: z.int(),
  toSeq: z.int(),
  /** How many lines of the ledger it is over. */
  lines: z.int(),
  /** First and last date of the deeds in it. */
  startsOn: localDate,
  endsOn: localDate,
}

/** A publication (公示): a frozen list over a stretch of the ledger. */
export const publicationView = z.object({
  id: z.int(),
  number: z.string(),
  ...stretch,
  /** Whole hash of the posting `toSeq`, hex. */
  head: z.string(),
  opensOn: localDate,
  /** Last local date on which one can object. */
  closesOn: localDate,
  /** UTC. */
  createdAt: z.string(),
})
export type PublicationView = z.infer<typeof publicationView>

const lineSum = z.object({ lines: z.int(), points })

/** What the next publication would be over, in figures. */
export const publicationPreview = z.object({
  ...stretch,
  /** Signed sum. */
  points,
  households: z.int(),
  awards: lineSum,
  deductions: lineSum,
  /** Reversals, restored points and opening balances. */
  others: lineSum,
  /** Lines of deeds after the wanted day, which stand in the ledger before others that are published. */
  later: z.int(),
})
export type PublicationPreview = z.infer<typeof publicationPreview>

/** Publishes what is new, from today on. */
export const newPublication = z.object({
  id: clientId,
  /** As it is printed; the village's next one where none is given. */
  number: oneLine(1, 24).optional(),
  closesOn: localDate,
  /** Last posting that it is over, as a preview gives it; all that is new where none is given. */
  toSeq: z.int().positive().optional(),
})

/** Why somebody may not answer an objection. */
export const objectionHindrances = [
  'answered',
  'no-power',
  'own-entry',
  'own-visit',
  'own-household',
] as const
export const objectionStates = ['open', 'upheld', 'changed', 'revoked'] as const

/** An objection (异议) with the line that it is about. */
export const objectionView = z.object({
  id: z.string(),
  publication: z.int(),
  number: z.string(),
  seq: z.int(),
  door,
  head: z.string(),
  kind: z.enum(postingKinds),
  text: z.string(),
  /** Signed, as they stood. */
  points,
  occurredOn: localDate,
  recordedBy: z.string(),
  /** Who objects, as they gave their name; empty for somebody who did not. */
  objector: privateTo('objection', z.string()),
  objection: privateTo('objection', z.string()),
  source: z.enum(['staff', 'resident']),
  createdAt: z.string(),
  state: z.enum(objectionStates),
  reason: privateTo('objection', z.string().nullable()),
  answeredAt: z.string().nullable(),
  answeredBy: z.string().nullable(),
  reversalSeq: z.int().nullable(),
  replacementSeq: z.int().nullable(),
  /** Signed points that stand now; null unless they were changed. */
  newPoints: points.nullable(),
  hindrance: z.enum(objectionHindrances).nullable(),
})
export type ObjectionView = z.infer<typeof objectionView>

export const publicationList = z.object({
  /** The newest first. */
  items: z.array(
    publicationView.extend({
      objections: z.int(),
      /** Objections that wait for an answer. */
      open: z.int(),
    }),
  ),
  /** What the next one would be over; null when nothing is new. */
  next: z.object(stretch).nullable(),
  /** Objections that wait for an answer, of all publications. */
  objections: z.array(objectionView),
})

/** A publication with its frozen list and what was objected to. */
export const publicationSheet = publicationView.extend({
  dimensions: z.array(z.string()),
  /** Every household, by group and door, as the public may see it. */
  rows: z.array(
    z.object({
      door,
      name: z.string().nullable(),
      group: z.string(),
      byDimension: z.array(z.int()),
      points,
      score: points,
      rank: z.int(),
    }),
  ),
  /** Sums of deductions that are not named, by the name of the dimension; null on other sheets. */
  deductions: z
    .array(z.object({ dimension: z.string(), points }))
    .nullable()
    .default(null),
  objections: z.array(objectionView),
})
export type PublicationSheet = z.infer<typeof publicationSheet>

export const newObjection = z.object({
  id: clientId,
  /** Seq of the posting. */
  posting: z.int().positive(),
  objector: oneLine(0, 32).default(''),
  text: manyLines(1, 200),
})

export const objectionAnswer = z.object({
  id: clientId,
  outcome: z.enum(['upheld', 'changed', 'revoked']),
  reason: manyLines(1, 200),
  /** Magnitude that stands instead, for `changed`. */
  points: boundedPoints(0, 100_000).optional(),
})
