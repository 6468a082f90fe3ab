/** What stands behind a door's QR code: for anybody, and for the household with its secret. */
import { z } from 'zod'
import { mostUnits } from '../../domain/points/points.ts'
import { postingKinds } from '../../domain/points/posting.ts'
import { boardPublicity, boardRedemption, boardRules } from '../board/board.ts'
import { cursor } from '../fields/cursor.ts'
import { clientId, door, householdSearch, localDate, slug } from '../fields/common.ts'
import { photoIds } from '../households/photos.ts'
import { privateTo } from '../fields/privateTo.ts'
import { objectionStates } from '../publicity/publicity.ts'
import { cap, effects, pointScale } from '../villages/rules.ts'
import { asTyped, manyLines } from '../fields/text.ts'
import { residentSettings } from '../villages/villages.ts'

/** What a plate's QR code carries: it says which door it is, and authenticates nobody. */
export const doorToken = asTyped(1, 64)

const season = z.object({ name: z.string(), startsOn: localDate, endsOn: localDate })

/** Of one household, what the wall shows. */
export const doorView = z.object({
  village: z.object({ slug, name: z.string() }),
  season,
  /** Today, where the village is. */
  today: localDate,
  /** The month that `month` speaks of, YYYY-MM. */
  thisMonth: z.string(),
  door,
  /** As the public may see it; null where only the door is shown. */
  name: z.string().nullable(),
  group: z.string(),
  score: z.int(),
  /** What of the score was earned this month. */
  month: z.int(),
  rank: z.int(),
  /** How many households are ranked. */
  households: z.int(),
  byDimension: z.array(z.object({ id: z.int(), name: z.string(), points: z.int() })),
  /** Names of the dimensions that part equal scores, in their order. */
  tieBreakers: z.array(z.string()),
  rules: boardRules,
  redemption: boardRedemption,
  publicity: z.array(
    boardPublicity.element.omit({ address: true }).extend({
      /** Days on which one can still object, today included. */
      daysLeft: z.int(),
    }),
  ),
  settings: residentSettings,
  /** Whether the caller is this household, by a secret that it showed before. */
  isOpen: z.boolean(),
  /** Whether the caller is signed in as somebody who scores at the doors of this village. */
  worker: z.boolean(),
})
export type DoorView = z.infer<typeof doorView>

/** Six digits, however they were typed: blanks fall away, full-width digits count. */
const code = asTyped(0, 40)
  .transform((text) => text.normalize('NFKC').replace(/\s/gu, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'not-six-digits'))

/** The secret of the card, from behind the `#` of its address, or the six digits beside it. */
export const doorKey = z.union([z.object({ card: asTyped(16, 64) }), z.object({ code })])

/** Door and code, for somebody who has no plate before them. */
export const doorAndCode = z.object({ door, code })

export const foundDoor = z.object({ token: doorToken })

const ownLine = z.object({
  seq: z.int(),
  kind: z.enum(postingKinds),
  occurredOn: localDate,
  text: z.string(),
  dimension: z.string().nullable(),
  /** Signed. */
  points: z.int(),
  /** Balance after this line. */
  balance: z.int(),
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
      newPoints: z.int().nullable(),
    })
    .nullable(),
  /** The publication in which it may be objected to now; null where it may not. */
  objectable: z.object({ number: z.string(), closesOn: localDate }).nullable(),
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
  score: z.int(),
  rank: z.int(),
  households: z.int(),
  earned: z.int(),
  deducted: z.int(),
  /** What can be spent: all points less those on hold. */
  balance: z.int(),
  onHold: z.int(),
  /** Of the season, the newest first. */
  lines: z.array(ownLine),
  earlier: z.array(season.extend({ score: z.int() })),
  redemptions: z.array(
    z.object({
      on: localDate,
      name: z.string(),
      amount: z.int(),
      points: z.int(),
      isReturned: z.boolean(),
    }),
  ),
  claims: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      points: z.int(),
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
      points: z.int(),
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
  /** What may be proposed; empty where the village takes no proposals. */
  proposable: z.array(
    z.object({
      id: z.int(),
      dimension: z.string(),
      text: z.string(),
      terms: z.object({ effect: z.enum(effects), scale: pointScale, caps: z.array(cap) }),
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

export const newSuggestion = z.object({ id: clientId, text: manyLines(1, 300) })

/** A suggestion as staff read it. */
export const suggestionView = z.object({
  id: z.string(),
  door,
  head: z.string(),
  group: z.string(),
  text: privateTo('suggestion', z.string()),
  createdAt: z.string(),
  answer: privateTo('suggestion', z.string().nullable()),
  answeredAt: z.string().nullable(),
  answeredBy: z.string().nullable(),
})
export type SuggestionView = z.infer<typeof suggestionView>

export const suggestionQuery = z.object({
  q: householdSearch.optional(),
  state: z.enum(['open', 'answered']).optional(),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const suggestionAnswer = z.object({ id: clientId, text: manyLines(1, 300) })

/** How many cards one call makes. */
export const mostCards = 100

export const newCards = z.object({ id: clientId, doors: z.array(door).min(1).max(mostCards) })

/** A card (积分卡), told once: the server keeps no more than hashes of its secrets. */
export const cardView = z.object({
  door,
  group: z.string(),
  token: doorToken,
  /** 128 random bits, base64url: stands behind the `#` of the card's address. */
  card: z.string(),
  /** Six digits. */
  code: z.string(),
})
export type CardView = z.infer<typeof cardView>

export const cardList = z.object({ items: z.array(cardView) })
