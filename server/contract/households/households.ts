import { z } from 'zod'
import { historyKinds } from '../../domain/households/householdHistory.ts'
import { door, householdSearch, newDoor } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { cursorQuery, pageOf } from '../fields/page.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points, pointUnit } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { asTyped, manyLines, oneLine } from '../fields/text.ts'
import { redeemable } from '../redemption/redeemable.ts'

export const householdView = z.object({
  door,
  /** Head of the household (户主). */
  head: z.string(),
  /** Initials of the name's pinyin. */
  initials: z.string(),
  group: z.string(),
  members: privateTo('members', z.int().nullable()),
  phone: privateTo('phone', z.string().nullable()),
  note: privateTo('household-note', z.string().nullable()),
  optedOut: z.boolean(),
  consented: z.boolean(),
  /** Local date on which it was merged into another household; null while it is open. */
  closedOn: z.string().nullable(),
  /** Door of the household that it was merged into. */
  mergedInto: z.string().nullable(),
  score: points,
  /** What can be spent: all points less those on hold and honour points. */
  balance: points,
  /** Points on hold until the publication over them has closed. */
  onHold: points,
  /** Standing (名次) in the village; 0 for a household that was merged into another one. */
  rank: z.int(),
})
export type HouseholdView = z.infer<typeof householdView>

/** The columns that households are sorted by. */
export const householdColumns = ['door', 'head', 'group', 'score', 'balance'] as const
export type HouseholdColumn = (typeof householdColumns)[number]

export const householdQuery = z.object({
  /** Door, name, initials of the name's pinyin, or part of the note. */
  q: householdSearch.optional(),
  group: asTyped(0, 32).optional(),
  /** Those that were merged into others, too. */
  closed: z.stringbool().optional(),
  sort: z.enum(householdColumns).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  ...cursorQuery,
})

export const householdPage = pageOf(householdView).extend({
  /** Of all that match, on every page. */
  totals: z.object({ households: z.int(), score: points, balance: points }),
})

const details = {
  head: oneLine(1, 32),
  /** Name of the group; made where it is missing. */
  group: oneLine(1, 32),
  members: z.int().min(0).max(99).nullable().optional(),
  phone: oneLine(0, 32).nullable().optional(),
  note: manyLines(0, 200).nullable().optional(),
  optedOut: z.boolean().optional(),
  consented: z.boolean().optional(),
  /** When and how the household said so, where opting out or consent changes. */
  agreement: z.object({ on: localDate.optional(), how: oneLine(0, 100).optional() }).optional(),
}

export const newHousehold = z.object({ id: clientId, door: newDoor, ...details })

export const householdPatch = z.object(details).partial()

/** A household's account: totals now, credits and deductions of the season, last lines. */
export const passbookView = z.object({
  household: householdView,
  unit: pointUnit,
  season: z.string(),
  /** Points that count for the score and are never redeemed, of all seasons. */
  honour: points,
  redeemable,
  /** Its level in the latest period that it has one for; null without any. */
  level: z.object({ period: z.string(), level: z.string(), stars: z.int() }).nullable(),
  /** Names of its attributes. */
  attributes: privateTo('attributes', z.array(z.string())),
  earned: points,
  deducted: points,
  redeemed: points,
  byDimension: z.array(z.object({ id: z.int(), name: z.string(), points })),
})
export type PassbookView = z.infer<typeof passbookView>

/** Another door, another group, or both; the account stays. */
export const householdMove = z.object({ id: clientId, door: newDoor, group: details.group })

const share = boundedPoints(-10_000_000, 10_000_000)

/** A new household out of one, with whole percent of its score and balance, or points of each. */
export const householdSplit = z.object({
  id: clientId,
  door: newDoor,
  head: details.head,
  group: details.group,
  share: z.union([
    z.object({ percent: z.int().min(0).max(100) }),
    z.object({ score: share, balance: share }),
  ]),
})

/** Into which household one is merged; that one gets all points, this one is closed. */
export const householdMerge = z.object({ id: clientId, into: door })

const transferSide = z.object({
  door,
  head: z.string(),
  group: z.string(),
  /** Both as they are afterwards. */
  score: points,
  balance: points,
})

/** Where points go in a split or a merge, how many, and what both households have then. */
export const transferView = z.object({
  kind: z.enum(['split', 'merge']),
  moved: z.object({ score: points, balance: points }),
  from: transferSide,
  to: transferSide,
})
export type TransferView = z.infer<typeof transferView>

const agreementKeys = ['on', 'how'] as const

/** One thing that happened to a household beside its postings. */
export const historyView = z.object({
  id: z.int(),
  /** UTC. */
  at: z.string(),
  /** Null for what came from before such things were written down. */
  by: z.string().nullable(),
  kind: z.enum(historyKinds),
  /** Doors, groups, names and figures as they were then. */
  details: privateTo('agreement', z.record(z.string(), z.union([z.string(), z.number()])), agreementKeys),
  /** The door that the other household of a split or merge has now. */
  otherDoor: z.string().nullable(),
})
export type HistoryView = z.infer<typeof historyView>
