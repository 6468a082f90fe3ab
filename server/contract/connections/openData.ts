import { z } from 'zod'
import { postingKinds } from '../../domain/points/posting.ts'
import { slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { cursor } from '../fields/page.ts'
import { points, pointUnit } from '../fields/points.ts'

const village = z.object({ slug, name: z.string() })
const name = z.string().nullable().describe('As the village shows it to the public; null for the door alone')
const head = z.string().describe("First 8 hex digits of the last posting's hash, as the wall shows them")

/** A household's place, and its points by the village's dimensions. */
const openPlace = z.object({
  place: z.int(),
  door: z.string(),
  name,
  group: z.string(),
  score: points,
  /** What of the score was earned in the board's month. */
  month: points,
  /** In the order of the board's dimensions. */
  byDimension: z.array(points),
})

export const openBoard = z.object({
  village,
  season: z.object({ name: z.string(), startsOn: localDate, endsOn: localDate }),
  /** YYYY-MM. */
  month: z.string(),
  unit: pointUnit,
  /** Number of the last posting in it. */
  seq: z.int(),
  head,
  dimensions: z.array(z.string()),
  /** In the order of their places. */
  items: z.array(openPlace),
})
export type OpenBoard = z.infer<typeof openBoard>

export const openLine = z.object({
  seq: z.int(),
  head,
  kind: z.enum(postingKinds),
  door: z.string(),
  name,
  group: z.string(),
  dimension: z.string().nullable(),
  text: z.string().describe("The rule's text as it was then"),
  points,
  occurredOn: localDate,
  reverses: z.int().nullable().describe('Number of the posting that this one takes back'),
})

export const openLedger = z.object({
  village,
  unit: pointUnit,
  items: z.array(openLine),
  to: z
    .int()
    .describe(
      'Number of the last posting that this page reaches to: ask with it as `cursor` later on. Numbers missing in ' +
        'between are lines that the village keeps from the public',
    ),
  next: z.string().nullable().describe('`cursor` of the next page; null where the ledger ends'),
})

/** Lines after a number, oldest first. */
export const openLedgerQuery = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
})
