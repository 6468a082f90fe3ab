import { z } from 'zod'
import { sheetItemKinds } from '../../domain/rules/checkSheet.ts'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { privateTo } from '../fields/privateTo.ts'
import { oneLine } from '../fields/text.ts'

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not-a-month')
  .meta({ description: 'Month, YYYY-MM' })
const name = oneLine(1, 32)

/** One of the levels that an item can have. */
const sheetLevel = z.object({ text: oneLine(1, 12), points: boundedPoints(0, 10_000) })

/** How many levels an item can have. */
export const mostLevels = 8
const sheetLevels = z
  .array(sheetLevel)
  .min(2)
  .max(mostLevels)
  .refine((all) => new Set(all.map(({ points }) => points)).size === all.length, 'repeated-level')

/** Points given for a graded item. */
export const givenPoints = z.object({
  /** Key of the item. */
  item: z.string().min(1).max(64),
  points: boundedPoints(0, 10_000),
})

/** One line of a check sheet (检查表). */
export const sheetItem = z
  .object({
    /** Names the item in visits; stays when its words change. */
    key: z.string().regex(/^[\w-]{1,64}$/, 'not-an-item-key'),
    text: oneLine(1, 40),
    kind: z.enum(sheetItemKinds),
    /** Magnitude; 0 for a veto. */
    points: boundedPoints(0, 10_000),
    /** Found amiss, it needs a photo. */
    photo: z.boolean(),
    /** Of `points`: `any` number of them can be given, or one of these levels; all or none where it is absent. */
    grades: z.union([z.literal('any'), sheetLevels]).optional(),
  })
  .refine(({ kind, points }) => (kind === 'veto') === (points === 0), {
    path: ['points'],
    error: 'veto-points',
  })
  .refine(({ kind, grades }) => kind === 'points' || grades === undefined, {
    path: ['grades'],
    error: 'grades-of-points',
  })
  .refine(
    ({ points: most, grades }) =>
      !Array.isArray(grades) || Math.max(...grades.map(({ points }) => points)) === most,
    { path: ['grades'], error: 'best-level' },
  )

/** How many lines a sheet can have. */
export const mostItems = 40
const items = z
  .array(sheetItem)
  .min(1)
  .max(mostItems)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'repeated-item-key')

export const checkSheetView = z.object({
  id: z.int(),
  name: z.string(),
  /** Id of the rule that a round's results are scored by. */
  rule: z.int(),
  ruleText: z.string(),
  items: z.array(sheetItem),
  retired: z.boolean(),
})

export type CheckSheetView = z.infer<typeof checkSheetView>

export const newSheet = z.object({ id: clientId, name, rule: z.int(), items })

export const sheetPatch = z.object({
  name: name.optional(),
  rule: z.int().optional(),
  items: items.optional(),
  retired: z.boolean().optional(),
})

/** From so many points on, a yard has these stars (星级). */
const star = z.object({ stars: z.int().min(1).max(5), from: z.int().min(0).max(10_000) })

const assignment = z.object({
  /** Id of a member of staff who may inspect. */
  person: z.int(),
  /** Ids of groups. */
  groups: z.array(z.int()).max(200),
})

export type AssignmentView = z.infer<typeof assignment>

export const newRound = z.object({
  id: clientId,
  month,
  name,
  /** Id of a check sheet. */
  sheet: z.int(),
  /** How a second inspector's visit to a door is handled. */
  second: z.enum(['average', 'refuse']).default('refuse'),
  /** Whether results wait for a review, or count at once where rule and village let them. */
  outcome: z.enum(['claims', 'postings']).default('claims'),
  onWall: z.boolean().default(true),
  stars: z.array(star).max(5).default([]),
  /** By the inspectors' grids where it is left out. */
  assignments: z.array(assignment).max(200).optional(),
})

export const roundPatch = z.object({
  name: name.optional(),
  onWall: z.boolean().optional(),
  assignments: z.array(assignment).max(200).optional(),
})

const progress = { visited: z.int(), total: z.int() }

/** A round as a list shows it. */
export const roundEntry = z.object({
  id: z.int(),
  month,
  name: z.string(),
  /** Id of the sheet that it was opened with. */
  sheet: z.int(),
  state: z.enum(['open', 'closed']),
  second: z.enum(['average', 'refuse']),
  outcome: z.enum(['claims', 'postings']),
  onWall: z.boolean(),
  stars: z.array(star),
  /** UTC. */
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** Null while it is open, and where the command line closed it. */
  closedBy: z.string().nullable(),
  ...progress,
})
export type RoundEntry = z.infer<typeof roundEntry>

/** What became of a door's result when the round was closed. */
export const resultStates = [
  'posted',
  'waiting',
  'stopped',
  'withdrawn',
  'reversed',
  'refused',
  'nothing',
] as const

const roundDoor = z.object({
  door,
  head: z.string(),
  /** Initials of the name's pinyin. */
  initials: z.string(),
  /** Id of the group. */
  group: z.int(),
  /** Who was there; nobody at a door that is left. */
  inspectors: z.array(z.string()),
  /** Mean of the visits; null for a door that is left. */
  points: points.nullable(),
  stars: z.int(),
  /** What was found amiss: texts of deductions and vetoes, crossed ones of points that were not given. */
  amiss: privateTo('visit', z.array(z.string())),
  notes: privateTo('visit', z.array(z.string())),
  visitedOn: localDate.nullable(),
  /** Null while the round is open, and for a door that was left. */
  result: z
    .object({
      state: z.enum(resultStates),
      /** Why no score came of it, in the caller's language. */
      detail: z.string().nullable(),
    })
    .nullable(),
})

export type RoundDoorView = z.infer<typeof roundDoor>

/** A round with all that is known of each door. */
export const roundView = roundEntry.extend({
  items: z.array(sheetItem),
  groups: z.array(z.object({ id: z.int(), name: z.string(), ...progress })),
  inspectors: z.array(
    z.object({
      /** Id of the member of staff. */
      person: z.int(),
      name: z.string(),
      /** Ids of the groups assigned to them. */
      groups: z.array(z.int()),
      /** Doors that they saw themselves. */
      own: z.int(),
      /** Of the doors of their groups, how many anybody saw. */
      ...progress,
    }),
  ),
  /** By group and door. */
  doors: z.array(roundDoor),
})
export type RoundView = z.infer<typeof roundView>

const closingDoor = { door, head: z.string(), points, stars: z.int() }

/** What closing would do. */
export const roundForeseen = z.object({
  /** Visits so far; sent with the closing, so that none slips in unseen. */
  visits: z.int(),
  /** Doors that get points. */
  scored: z.int(),
  /** How many of them wait for a review first. */
  waits: z.int(),
  /** Points of all of them. */
  points,
  /** How many doors get how many stars, the most first. */
  stars: z.array(z.object({ stars: z.int(), doors: z.int() })),
  /** Doors that get nothing because a rule refuses, each with a sentence. */
  refused: z.array(z.object({ ...closingDoor, detail: z.string() })),
  /** Doors with 0 points: nothing is written for them. */
  nothing: z.array(z.object(closingDoor)),
  /** Doors where nobody was: they get nothing either. */
  left: z.array(z.object({ door, head: z.string(), group: z.int() })),
  /** Why the round cannot be closed now; null when it can. */
  hindrance: z.string().nullable(),
})
export type RoundForeseenView = z.infer<typeof roundForeseen>

export const roundClosing = z.object({
  id: clientId,
  /** How many visits the preview knew of. */
  visits: z.int().optional(),
})

export const roundClosed = z.object({
  /** True when another request had closed it before. */
  closedBefore: z.boolean(),
  round: roundView,
})
