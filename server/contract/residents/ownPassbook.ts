/** What a household sees and sends with its secret. */
import { z } from 'zod'
import { mostUnits } from '../../domain/points/points.ts'
import { postingKinds } from '../../domain/points/posting.ts'
import { ownActivity } from '../activities/activities.ts'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points } from '../fields/points.ts'
import { manyLines } from '../fields/text.ts'
import { photoIds } from '../households/photos.ts'
import { ownMending } from '../mendings/mendings.ts'
import { objectionStates } from '../publicity/publicity.ts'
import { redeemable } from '../redemption/redeemable.ts'
import { ruleWorth } from '../villages/rules.ts'
import { residentSettings, seasonView } from '../villages/villages.ts'

const ownLine = z.object({
  seq: z.int(),
  kind: z.enum(postingKinds),
  occurredOn: localDate,
  text: z.string(),
  dimension: z.string().nullable(),
  /** Signed. */
  points,
  /** Balance after this line. */
  balance: points,
  /** Why, for a reversal. */
  reason: z.string().nullable(),
  reverses: z.int().nullable(),
  reversedBy: z.int().nullable(),
  restores: z.int().nullable(),
  /** What the household said against it, and the answer. */
  objection: z
    .object({
      text: z.string(),
      state: z.enum(objectionStates),
      reason: z.string().nullable(),
      answeredAt: z.string().nullable(),
      newPoints: points.nullable(),
    })
    .nullable(),
  /** The publication in which it may be objected to now; null where it may not. */
  objectable: z.object({ number: z.string(), closesOn: localDate }).nullable(),
  /** Until when it can be put right; null for anything else. */
  mending: ownMending,
  /** Ids of the photos that are its evidence. */
  photos: z.array(z.string()),
})

/** The household's whole account, for itself alone. */
export const ownPassbook = z.object({
  /** As the village has it. */
  head: z.string(),
  door,
  group: z.string(),
  season: z.string(),
  score: points,
  rank: z.int(),
  households: z.int(),
  earned: points,
  deducted: points,
  /** What can be spent: all points less those on hold. */
  balance: points,
  onHold: points,
  honour: points,
  redeemable,
  /** Levels of periods, the newest first; the token opens the certificate's check. */
  levels: z.array(z.object({ period: z.string(), level: z.string(), stars: z.int(), token: z.string() })),
  /** Of the season, the newest first. */
  lines: z.array(ownLine),
  earlier: z.array(seasonView.extend({ score: points })),
  redemptions: z.array(
    z.object({
      on: localDate,
      name: z.string(),
      amount: z.int(),
      points,
      isReturned: z.boolean(),
    }),
  ),
  claims: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      points,
      occurredOn: localDate,
      state: z.enum(['waiting', 'stopped']),
      /** Why an own proposal was stopped. */
      reason: z.string().nullable(),
      /** Proposed by the household itself. */
      isOwn: z.boolean(),
      note: z.string().nullable(),
      photos: z.array(z.string()),
    }),
  ),
  visits: z.array(
    z.object({
      /** YYYY-MM. */
      month: z.string(),
      name: z.string(),
      points,
      stars: z.int(),
      /** What was found amiss. */
      found: z.array(z.string()),
    }),
  ),
  suggestions: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      /** UTC. */
      createdAt: z.string(),
      answer: z.string().nullable(),
      answeredAt: z.string().nullable(),
    }),
  ),
  /** Of today and to come, that the household may come to. */
  activities: z.array(ownActivity),
  /** What may be proposed; empty where the village takes no proposals. */
  proposable: z.array(
    z.object({
      id: z.int(),
      dimension: z.string(),
      text: z.string(),
      terms: ruleWorth,
      /** It needs a photo. */
      evidence: z.boolean(),
    }),
  ),
  /** Today, where the village is. */
  today: localDate,
  settings: residentSettings,
})
export type OwnPassbook = z.infer<typeof ownPassbook>

export const ownObjection = z.object({
  id: clientId,
  /** Seq of the line. */
  posting: z.int().positive(),
  text: manyLines(1, 200),
})

/** What the household did, by a rule that gives a fixed sum or so much a unit. */
export const newProposal = z.object({
  id: clientId,
  /** Id of the rule. */
  rule: z.int(),
  units: z.number().positive().max(mostUnits).optional(),
  occurredOn: localDate,
  text: manyLines(1, 200),
  photos: photoIds.default([]),
})
