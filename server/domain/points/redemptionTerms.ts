/** What of a household's balance is redeemed, by the terms of the village. */
export interface RedemptionTerms {
  /** Points that stay with every household: only what is above them is redeemed; 0 for all. */
  keep: number
  /** Balance from which on anything is redeemed; 0 for any. */
  least: number
}

/** How much of a balance can be redeemed. */
export function redeemablePart(balance: number, { keep, least }: RedemptionTerms): number {
  return balance < least ? 0 : Math.max(0, balance - keep)
}
