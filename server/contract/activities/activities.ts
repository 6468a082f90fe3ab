import { z } from 'zod'
import { activityCounts, activityStates, signInWays, wallUses } from '../../domain/activities/activities.ts'
import { mostUnits } from '../../domain/points/points.ts'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { localTime } from '../fields/localTime.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { points } from '../fields/points.ts'
import { asTyped, oneLine } from '../fields/text.ts'
import { resultStates } from '../rounds/rounds.ts'

const plan = {
  name: oneLine(1, 24),
  venue: oneLine(0, 24),
  heldOn: localDate,
  starts: localTime,
  ends: localTime,
  /** Id of the rule. */
  rule: z.int(),
  /** What each household gets, for rules with a range or levels; null for others. */
  points: boundedPoints(0, 100_000).nullable(),
  /** Units of each household, for rules per unit where households count; null else. */
  units: z.number().positive().max(mostUnits).nullable(),
  counts: z.enum(activityCounts),
  /** How many may sign in, households or persons; null for no limit. */
  room: z.int().min(1).max(100_000).nullable(),
  /** Ids of the groups that may come; none for the whole village. */
  groups: z.array(z.int()).max(200),
  /** Whether households sign themselves in by the changing code. */
  byCode: z.boolean(),
  wall: z.enum(wallUses),
}

export const newActivity = z
  .object({ id: clientId, ...plan })
  .refine(({ starts, ends }) => starts < ends, { path: ['ends'], error: 'before-start-time' })

/** A change of the plan, or of the state: `open` lets people sign in, `closed` ends it. */
export const activityPatch = z
  .object({ ...plan, state: z.enum(activityStates) })
  .partial()
  .refine(({ starts, ends }) => starts === undefined || ends === undefined || starts < ends, {
    path: ['ends'],
    error: 'before-start-time',
  })

export const activityView = z.object({
  id: z.int(),
  ...plan,
  ruleText: z.string(),
  state: z.enum(activityStates),
  /** UTC. */
  closedAt: z.string().nullable(),
  /** How many signed in. */
  households: z.int(),
  people: z.int(),
  /** Id of the batch of its scores; null before. */
  batch: z.int().nullable(),
  /** UTC. */
  settledAt: z.string().nullable(),
  /** Whether all of the batch has been taken back: then it can be settled again. */
  isTakenBack: z.boolean(),
})
export type ActivityView = z.infer<typeof activityView>

const attendant = z.object({
  door,
  head: z.string(),
  group: z.string(),
  /** One for each person where persons count; none for those who did not come. */
  signIns: z.array(
    z.object({
      id: z.string(),
      way: z.enum(signInWays),
      /** UTC. */
      signedAt: z.string(),
      /** It came in later than it was made: the phone had no network. */
      isLate: z.boolean(),
      /** Null where the household did it. */
      by: z.string().nullable(),
    }),
  ),
  /** Null before the settlement, and for those who did not come. */
  result: z
    .object({
      state: z.enum(resultStates),
      points: points.nullable(),
      /** Why no score came of it, in the caller's language. */
      detail: z.string().nullable(),
    })
    .nullable(),
})
export type AttendantView = z.infer<typeof attendant>

/** An activity with everybody invited, by group and door. */
export const activityDetail = activityView.extend({ attendants: z.array(attendant) })
export type ActivityDetail = z.infer<typeof activityDetail>

/** What a member of staff scanned (the token of a plate or card) or typed (the door). */
export const newSignIn = z
  .object({
    id: clientId,
    door: door.optional(),
    token: asTyped(1, 64).optional(),
    way: z.enum(['scan', 'hand']),
    /** When it was scanned, UTC, where the phone kept it for want of a network. */
    at: z.iso.datetime().optional(),
  })
  .refine(({ door: typed, token }) => (typed === undefined) !== (token === undefined), {
    path: ['door'],
    error: 'door-or-token',
  })
export type NewSignIn = z.infer<typeof newSignIn>

const signedIn = {
  door,
  /** It had signed in before, and is counted once. */
  isAgain: z.boolean(),
  /** Of this household. */
  people: z.int(),
  isLate: z.boolean(),
}

export const signInView = z.object({
  ...signedIn,
  head: z.string(),
  /** Of the activity by now. */
  households: z.int(),
  everybody: z.int(),
})
export type SignInView = z.infer<typeof signInView>

/** The code that a household saw at the activity. */
export const ownSignIn = z.object({ id: clientId, code: z.string().regex(/^\d{6}$/, 'not-six-digits') })

export const ownSignInView = z.object({ ...signedIn, activity: z.string(), venue: z.string() })
export type OwnSignInView = z.infer<typeof ownSignInView>

/** An activity as a household sees it in its passbook. */
export const ownActivity = z.object({
  name: z.string(),
  venue: z.string(),
  heldOn: localDate,
  starts: localTime,
  ends: localTime,
  isOpen: z.boolean(),
  byCode: z.boolean(),
  /** How many of the household signed in. */
  people: z.int(),
})
export type OwnActivityView = z.infer<typeof ownActivity>

/** The code that stands now, for the wall and the staff's phones. */
export const shownCode = z.object({
  activity: z.int(),
  code: z.string(),
  /** When the next one stands, ms since 1970, UTC. */
  until: z.number(),
})

/** What the settlement would write. */
export const activityForeseen = z.object({
  /** Sign-ins so far; sent with the settlement, so that none slips in unseen. */
  people: z.int(),
  /** Households that get points, and how many of them wait for a review first. */
  scored: z.int(),
  waits: z.int(),
  points,
  /** Households that get nothing because a rule refuses, each with a sentence. */
  refused: z.array(z.object({ door, head: z.string(), detail: z.string() })),
  /** Why nothing can be written now; null when it can. */
  hindrance: z.string().nullable(),
})
export type ActivityForeseenView = z.infer<typeof activityForeseen>

export const newSettlement = z.object({
  id: clientId,
  /** How many sign-ins the preview knew of. */
  people: z.int().optional(),
})
