/** How a period's end (期末清零) changes a balance: what was earned up to it and not redeemed is cleared. */

/** Points of a household, all signed sums. */
export interface PeriodAccount {
  /** By deeds up to the last day, redemptions and honour points left out; earlier clearings are in it. */
  earned: number
  /** Redeemed at any time, less what was returned: 0 or below. */
  redeemed: number
  /** What can be spent now. */
  balance: number
}

/** What is cleared: redemptions take the oldest points first, and what was earned since stays. */
export function clearedPoints({ earned, redeemed, balance }: PeriodAccount): number {
  return Math.max(0, Math.min(earned + redeemed, balance))
}
