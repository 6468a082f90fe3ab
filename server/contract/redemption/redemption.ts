import { z } from 'zod'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { localTime } from '../fields/localTime.ts'
import { cursorQuery } from '../fields/page.ts'
import { points } from '../fields/points.ts'
import { sixDigits } from '../fields/sixDigits.ts'
import { asTyped, manyLines, oneLine } from '../fields/text.ts'

const goodsName = oneLine(1, 24)
const price = z.int().min(1).max(1_000_000)
const cents = z.int().min(0).max(100_000_000).nullable()
const householdLimit = z.int().min(1).max(10_000).nullable()
const amount = z.int().min(1).max(10_000)

/** Goods that points are redeemed for. */
export const goodsView = z.object({
  id: z.int(),
  name: z.string(),
  /** Price of one, in points. */
  points,
  /** What one is worth in money, in cents; null where nobody counts it. */
  valueCents: z.int().nullable(),
  /** How many one household may have in a season. */
  householdLimit: z.int().nullable(),
  /** How many are left; null where stock is not counted. */
  left: z.int().nullable(),
  /** Address of the picture. */
  picture: z.string().nullable(),
  retired: z.boolean(),
})
export type GoodsView = z.infer<typeof goodsView>

export const newGoods = z.object({
  id: clientId,
  name: goodsName,
  points: price,
  valueCents: cents.default(null),
  householdLimit: householdLimit.default(null),
  isCounted: z.boolean().default(true),
  /** Id of a picture. */
  picture: asTyped(0, 64).nullable().default(null),
})

export const goodsPatch = z.object({
  name: goodsName.optional(),
  points: price.optional(),
  valueCents: cents.optional(),
  householdLimit: householdLimit.optional(),
  picture: asTyped(0, 64).nullable().optional(),
  retired: z.boolean().optional(),
})

/** Stock came, was lost, or was counted: for a count, how many there are. */
export const newMovement = z
  .object({
    id: clientId,
    kind: z.enum(['purchase', 'count', 'loss']),
    amount: z.int().min(0).max(1_000_000),
    note: manyLines(0, 200).nullable().default(null),
  })
  .refine(({ kind, amount }) => kind === 'count' || amount > 0, { path: ['amount'], error: 'not-above-zero' })

export const movementView = z.object({
  id: z.int(),
  kind: z.enum(['purchase', 'count', 'loss', 'redeem', 'return']),
  /** Signed. */
  amount: z.int(),
  left: z.int(),
  note: z.string().nullable(),
  recordedAt: z.string(),
  recordedBy: z.string(),
})
export type MovementView = z.infer<typeof movementView>

export const newDeskDay = z.object({ on: localDate, from: localTime, to: localTime })
/** A day when the desk is open, with local times HH:MM. */
export const deskDayView = newDeskDay.extend({ id: z.int() })

/** `isBound`: the desk keeps to days; without any to come it is closed. */
export const deskDayList = z.object({ items: z.array(deskDayView), isBound: z.boolean() })
export type DeskDayList = z.infer<typeof deskDayList>

export const newRedemption = z.object({
  id: clientId,
  door,
  lines: z
    .array(z.object({ goods: z.int(), amount }))
    .min(1)
    .max(50),
  /** What it costs as it was shown; refused when prices have changed since. */
  total: z.int().optional(),
  /** How the desk made sure who asks, where the village wants it: the card's six digits, or another way. */
  check: z.union([z.object({ code: sixDigits }), z.object({ otherwise: oneLine(1, 100) })]).optional(),
})

export const redemptionView = z.object({
  id: z.string(),
  door,
  head: z.string(),
  on: localDate,
  /** UTC. */
  recordedAt: z.string(),
  recordedBy: z.string(),
  /** What was left to spend afterwards. */
  balanceAfter: z.int(),
  lines: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      amount: z.int(),
      /** For all of them. */
      points,
      seq: z.int(),
      /** First 8 hex digits of the posting's hash. */
      head: z.string(),
      returnSeq: z.int().nullable(),
    }),
  ),
})
export type RedemptionView = z.infer<typeof redemptionView>

export const redemptionQuery = z.object({
  from: localDate.optional(),
  to: localDate.optional(),
  door: door.optional(),
  ...cursorQuery,
})
export const redemptionPage = z.object({ items: z.array(redemptionView), next: z.string().nullable() })

export const goodsReturn = z.object({ id: clientId, reason: manyLines(1, 200) })

/** One day at the desk, as it is printed and signed. */
export const redemptionDay = z.object({
  on: localDate,
  /** Number and first 8 hex digits of the hash of the village's last posting. */
  seq: z.int(),
  head: z.string(),
  /** In the order in which they happened. */
  items: z.array(redemptionView),
})
export type RedemptionDay = z.infer<typeof redemptionDay>

export const redemptionReportQuery = z.object({ from: localDate, to: localDate })
/** What was handed out in a stretch of days, returns left out. */
export const redemptionReport = z.object({
  households: z.int(),
  redemptions: z.int(),
  points,
  /** In cents, of goods whose worth is known. */
  valueCents: z.int(),
  goods: z.array(
    z.object({
      name: z.string(),
      amount: z.int(),
      points,
      valueCents: z.int(),
      households: z.int(),
    }),
  ),
  /** Those who took most first. */
  byHousehold: z.array(
    z.object({
      door,
      head: z.string(),
      group: z.string(),
      redemptions: z.int(),
      amount: z.int(),
      points,
      valueCents: z.int(),
    }),
  ),
})
export type RedemptionReport = z.infer<typeof redemptionReport>
