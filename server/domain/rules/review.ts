/** Which scores wait for a review (评议) before they count. */
import type { Role } from '../people/powers.ts'

/** What a village lets wait, beside what the rule itself asks for. */
export interface ReviewPolicy {
  /** What people enter who may do so by these roles alone. */
  roles: Role[]
  /** Scores above this many points, given or taken; null for no bound. */
  over: number | null
  /** Every deduction. */
  deductions: boolean
}

export type Reviewers = 0 | 1 | 2

/**
 * How many people must pass a score before it counts; 0 counts at once.
 *
 * @param asked what the rule asks for
 * @param score signed points, and the roles by which its author may enter
 */
export function reviewersNeeded(
  asked: Reviewers,
  policy: ReviewPolicy,
  { points, roles }: { points: number; roles: readonly Role[] },
): Reviewers {
  if (asked > 0) return asked
  const waits =
    (policy.deductions && points < 0) ||
    (policy.over !== null && Math.abs(points) > policy.over) ||
    (roles.length > 0 && roles.every((role) => policy.roles.includes(role)))
  return waits ? 1 : 0
}

/** What can become of a claim (申报). */
export const claimStates = ['waiting', 'passed', 'stopped', 'withdrawn'] as const
export type ClaimState = (typeof claimStates)[number]
