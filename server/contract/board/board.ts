import { z } from 'zod'
import { activityCounts } from '../../domain/activities/activities.ts'
import type { Board } from '../../domain/board/board.ts'
import { privacyPresets } from '../../domain/board/privacy.ts'
import { postingKinds } from '../../domain/points/posting.ts'
import { localDate } from '../fields/localDate.ts'
import { localTime } from '../fields/localTime.ts'
import { points, pointUnit } from '../fields/points.ts'
import { asTyped } from '../fields/text.ts'
import { noticeView } from '../villages/notices.ts'
import { ruleWorth } from '../villages/rules.ts'
import { levelScheme, redemptionTerms } from '../villages/villages.ts'

const name = z.string().nullable()

const line = z.object({
  kind: z.enum(postingKinds),
  text: z.string(),
  points,
  dimension: z.int().nullable(),
  occurredOn: localDate,
  household: z.object({ door: z.string(), name, group: z.int() }),
})

/** Rules in force, as anybody may read them. */
export const boardRules = z.array(
  z.object({
    dimension: z.int(),
    text: z.string(),
    terms: ruleWorth,
  }),
)

const boardLevels = z.object({
  period: z.string(),
  scheme: levelScheme,
  households: z.array(z.object({ door: z.string(), name, level: z.string(), stars: z.int() })),
})

/** What points can be redeemed for; null while there is nothing. */
const deskSession = z.object({ on: localDate, from: z.string(), to: z.string() })
export const boardRedemption = z
  .object({
    goods: z.array(z.object({ name: z.string(), points, left: z.int().nullable() })),
    desk: deskSession.nullable(),
    hours: z.object({ sessions: z.array(deskSession).readonly(), isBound: z.boolean() }).optional(),
    terms: redemptionTerms.optional(),
  })
  .nullable()

/** Publications that are open for objections. */
export const boardPublicity = z.array(
  z.object({
    number: z.string(),
    startsOn: localDate,
    endsOn: localDate,
    closesOn: localDate,
    lines: z.int(),
    address: z.string(),
  }),
)

/** The public state of a village: the one projection that leaves the server without a login. */
export const board: z.ZodType<Board> = z.object({
  village: z.object({
    slug: z.string(),
    name: z.string(),
    slogan: z.string(),
    timezone: z.string(),
    crest: z.string().nullable(),
  }),
  season: z.object({ name: z.string(), startsOn: localDate, endsOn: localDate }),
  month: z.string(),
  epoch: z.string(),
  seq: z.int(),
  head: z.string(),
  unit: pointUnit,
  privacy: z.enum(privacyPresets),
  tieBreakers: z.array(z.object({ by: z.literal('dimension'), dimension: z.int() })),
  dimensions: z.array(z.object({ id: z.int(), name: z.string() })),
  groups: z.array(z.object({ id: z.int(), name: z.string() })),
  households: z.array(
    z.object({
      door: z.string(),
      name,
      group: z.int(),
      score: points,
      month: z.int(),
      quarter: z.int().optional(),
      year: z.int().optional(),
      rankBefore: z.int().nullable(),
      byDimension: z.array(z.int()),
      attributes: z.array(z.string()).optional(),
    }),
  ),
  months: z.array(z.object({ month: z.string(), byDimension: z.array(z.int()) })),
  recent: z.array(line),
  deductions: z.array(z.object({ dimension: z.int(), points })).nullable(),
  rules: boardRules,
  notices: z.array(noticeView),
  yards: z
    .object({
      month: z.string(),
      households: z.array(z.object({ door: z.string(), name, group: z.int(), points, stars: z.int() })),
    })
    .nullable(),
  round: z
    .object({
      month: z.string(),
      name: z.string(),
      visited: z.int(),
      total: z.int(),
      groups: z.array(z.object({ id: z.int(), visited: z.int(), total: z.int() })),
    })
    .nullable(),
  mended: z.int().optional(),
  activity: z
    .object({
      id: z.int(),
      name: z.string(),
      venue: z.string(),
      heldOn: localDate,
      starts: localTime,
      ends: localTime,
      counts: z.enum(activityCounts),
      room: z.int().nullable(),
      byCode: z.boolean(),
      alone: z.boolean(),
      people: z.int(),
      arrived: z.array(z.object({ door: z.string(), name, group: z.int() })),
    })
    .nullish(),
  levels: boardLevels.nullable().optional(),
  redemption: boardRedemption,
  publicity: boardPublicity,
  findAt: z.string().optional(),
})

/** Names the board that is known to exist, so that no cache answers with an earlier one; the newest is sent in any case. */
export const boardQuery = z.object({
  epoch: asTyped(0, 64).meta({ description: 'As the socket tells it' }).optional(),
  seq: z.coerce.number().int().min(0).meta({ description: 'As the socket tells it' }).optional(),
})
