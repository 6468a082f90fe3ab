/** Activities (活动): what a village gathers for, and how people sign in. */

/** What counts once: a household, or each person of it. */
export const activityCounts = ['household', 'person'] as const
export type ActivityCounts = (typeof activityCounts)[number]

/** `open`: people can sign in, on the day. */
export const activityStates = ['planned', 'open', 'closed'] as const
export type ActivityState = (typeof activityStates)[number]

/** On the wall while it is open: not at all, in turn with the other scenes, or alone. */
export const wallUses = ['off', 'turns', 'alone'] as const
export type WallUse = (typeof wallUses)[number]

/** By staff who scanned or typed, or by the household with the code. */
export const signInWays = ['scan', 'hand', 'code'] as const
export type SignInWay = (typeof signInWays)[number]

/** A sign-in code is shown this long, ms. */
export const codeMs = 20_000

/** A code that is over is still taken for this long, marked as late: the phone had no network. ms */
export const graceMs = 5 * 60_000

/** Digits of a sign-in code. */
export const codeDigits = 6

/** A code as the wall and the staff's phones show it. */
export interface ShownCode {
  /** Id of the activity. */
  activity: number
  code: string
  /** When the next one is shown, ms since 1970, UTC. */
  until: number
}
