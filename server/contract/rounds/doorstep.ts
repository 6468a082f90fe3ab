import { z } from 'zod'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points, pointUnit } from '../fields/points.ts'
import { asTyped, manyLines } from '../fields/text.ts'
import { photoIds } from '../households/photos.ts'
import { doorMending } from '../mendings/mendings.ts'
import { newPosting } from '../scores/postings.ts'
import { ruleTerms } from '../villages/rules.ts'
import { givenPoints, sheetItem } from './rounds.ts'

const month = z.string().regex(/^\d{4}-\d{2}$/, 'not-a-month')

/** An open round that the caller has doors in. */
export const doorstepRound = z.object({
  id: z.int(),
  /** YYYY-MM. */
  month,
  name: z.string(),
  items: z.array(sheetItem),
  stars: z.array(z.object({ stars: z.int(), from: z.int() })),
  /** How a second inspector's visit to a door is handled. */
  second: z.enum(['average', 'refuse']),
})

export const doorstepDoor = z.object({
  door,
  group: z.string(),
  head: z.string(),
  /** What the QR code at the door carries. */
  token: z.string(),
  /** The caller's own household: somebody else scores it. */
  isOwn: z.boolean(),
  visits: z.array(
    z.object({
      round: z.int(),
      whose: z.enum(['own', 'other']),
      by: z.string(),
      points,
      /** Of an own visit: keys of what was found amiss. */
      found: z.array(z.string()),
      /** Of an own visit: points of graded items that got fewer than all. Earlier servers name none. */
      given: z.array(givenPoints).default([]),
    }),
  ),
  /** What is to be put right, and what was this month. Earlier servers name none. */
  mendings: z.array(doorMending).default([]),
  /** What the last closed round said of it. */
  last: z.object({ points, stars: z.int(), found: z.array(z.string()).nullable() }).nullable(),
})
export type DoorstepDoorView = z.infer<typeof doorstepDoor>

export const doorstepRule = z.object({
  id: z.int(),
  text: z.string(),
  dimension: z.string(),
  terms: ruleTerms,
})
export type DoorstepRuleView = z.infer<typeof doorstepRule>

/** All that a phone needs at the doors, also where there is no network. */
export const doorstepView = z.object({
  /** Another one after a restore: what was acknowledged under the old one may be gone. */
  epoch: z.string(),
  village: z.object({ slug: z.string(), name: z.string(), timezone: z.string() }),
  /** What earlier servers said, and phones kept, has none. */
  unit: pointUnit.default(1),
  worker: z.string(),
  /** By the server's clock, ms since 1970, UTC. */
  now: z.number(),
  today: localDate,
  rounds: z.array(doorstepRound),
  /** What may be scored on the spot. */
  rules: z.array(doorstepRule),
  /** How many doors the caller may score in a day, and how many more today; null for no bound. */
  daily: z.object({ limit: z.int(), left: z.int() }).nullable(),
  groups: z.array(
    z.object({
      name: z.string(),
      /** Whether the caller may score here on the spot. */
      inGrid: z.boolean(),
      /** Ids of the rounds in which the caller inspects it. */
      rounds: z.array(z.int()),
    }),
  ),
  /** By group and door. */
  doors: z.array(doorstepDoor),
  lastRound: z.object({ month, name: z.string() }).nullable(),
})
export type DoorstepView = z.infer<typeof doorstepView>

const photos = photoIds.default([])

export const newVisit = z.object({
  id: clientId,
  door,
  /** Keys of the sheet's items that were found amiss; none for a clean yard. */
  found: z.array(asTyped(1, 64)).max(100),
  /** Points of graded items; one that is found amiss and not named here gets the least. */
  given: z
    .array(givenPoints.extend({ item: asTyped(1, 64) }))
    .max(100)
    .refine((all) => new Set(all.map(({ item }) => item)).size === all.length, 'repeated-item-key')
    .default([]),
  note: manyLines(0, 200).optional(),
  photos,
  visitedOn: localDate,
})
export type NewVisit = z.input<typeof newVisit>

export const visitView = z.object({
  id: z.string(),
  /** Id of the round. */
  round: z.int(),
  door,
  found: z.array(z.string()),
  given: z.array(givenPoints),
  points,
  stars: z.int(),
  note: z.string().nullable(),
  visitedOn: localDate,
  /** False once the same inspector looked again. */
  isCurrent: z.boolean(),
})

export const newDoorScore = newPosting.extend({ photos })
export type NewDoorScore = z.input<typeof newDoorScore>

/** What became of a score at a door. */
export const doorScoreView = z.object({
  id: z.string(),
  door,
  /** The rule's text. */
  text: z.string(),
  /** Signed. */
  points,
  /** It counts only once it was reviewed. */
  waits: z.boolean(),
})
