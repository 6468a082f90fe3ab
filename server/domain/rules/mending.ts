/** Putting right (整改): a deduction whose rule gives a time for it. */

/** `sent`: the household says that it is done; `returned`: it was looked at and is not. */
export const mendingStates = ['open', 'sent', 'returned', 'passed'] as const
export type MendingState = (typeof mendingStates)[number]

/** Most days that a rule may give. */
export const mostMendingDays = 90

/**
 * Points that passing gives back: the rule's share of the deduction, at least one unit.
 *
 * @param deducted magnitude, in smallest units
 */
export function givenBack(deducted: number, percent: number): number {
  return Math.min(deducted, Math.max(1, Math.floor((deducted * percent) / 100)))
}
