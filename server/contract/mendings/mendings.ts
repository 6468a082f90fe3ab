import { z } from 'zod'
import { mendingStates, mostMendingDays } from '../../domain/rules/mending.ts'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { manyLines } from '../fields/text.ts'
import { photoIds } from '../households/photos.ts'

const days = z.int().min(1).max(mostMendingDays).nullable()
const percent = z.int().min(1).max(100)

/** Whether a rule of deductions gives time to put things right, and what passing gives back. */
export const mendingTermsView = z.object({
  /** Id of the rule. */
  rule: z.int(),
  text: z.string(),
  /** Days after the deed; null where it gives none. */
  days,
  /** Share of the deduction that passing gives back. */
  percent,
})
export type MendingTermsView = z.infer<typeof mendingTermsView>

export const newMendingTerms = z.object({ id: clientId, rule: z.int(), days, percent })

/** A time that somebody looked and it was not put right yet. */
export const mendingReturn = z.object({
  /** UTC. */
  at: z.string(),
  by: z.string().nullable(),
  reason: privateTo('posting-note', z.string().nullable()),
  /** What the household wrote. */
  said: privateTo('posting-note', z.string().nullable()),
  /** Ids of photos that the household sent, then those of the staff. */
  photos: privateTo('photos', z.array(z.string())),
})

/** A deduction that can be put right, what the household sent, and what came of it. */
export const mendingView = z.object({
  /** Of the deduction. */
  seq: z.int(),
  door,
  head: z.string(),
  group: z.string(),
  text: z.string(),
  /** Signed. */
  points,
  note: privateTo('posting-note', z.string().nullable()),
  occurredOn: localDate,
  /** The day itself is included. */
  dueOn: localDate,
  /** Points that passing gives back. */
  givesBack: points,
  state: z.enum(mendingStates),
  /** What the household wrote. */
  said: privateTo('posting-note', z.string().nullable()),
  /** UTC. */
  sentAt: z.string().nullable(),
  /** Why it was returned last. */
  reason: privateTo('posting-note', z.string().nullable()),
  decidedBy: z.string().nullable(),
  mendedOn: localDate.nullable(),
  /** Ids of the photos, as it was and as it is now. */
  before: privateTo('photos', z.array(z.string())),
  after: privateTo('photos', z.array(z.string())),
  /** Each time that it was returned, the first first. */
  returns: z.array(mendingReturn),
})
export type MendingView = z.infer<typeof mendingView>

/** The same at its door, for the inspector's phone. */
export const doorMending = mendingView.pick({
  ...{ seq: true, text: true, points: true, dueOn: true, givesBack: true, state: true },
  ...{ said: true, reason: true, mendedOn: true, before: true, after: true, returns: true },
})
export type DoorMendingView = z.infer<typeof doorMending>

/** What a printed line of a passbook says of it. */
export const printedMending = mendingView.pick({ dueOn: true, givesBack: true, state: true, mendedOn: true })

export const newMendingDecision = z.object({
  id: clientId,
  isPassed: z.boolean(),
  reason: manyLines(0, 200),
  photos: photoIds.default([]),
})
export type NewMendingDecision = z.input<typeof newMendingDecision>

export const ownMendingReport = z.object({ id: clientId, text: manyLines(0, 200), photos: photoIds })

/** The same beside a line of the household's passbook. */
export const ownMending = z
  .object({
    dueOn: localDate,
    givesBack: points,
    state: z.enum(mendingStates),
    reason: z.string().nullable(),
    after: z.array(z.string()),
    /** What was returned, the first first: why, and its photos. */
    returns: z.array(z.object({ at: z.string(), reason: z.string(), photos: z.array(z.string()) })),
  })
  .nullable()
