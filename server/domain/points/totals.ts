/** How one posting moves a household's totals: the only place where kinds become sums. */
import { countsForScore, isRedemption, opposite, type PostingKind } from './posting.ts'

export interface TotalsChange {
  /** Score (累计积分), for the ranking. */
  score: number
  /** Balance (可用积分), what can be spent. */
  balance: number
  /** Of the score, what was earned. */
  earned: number
  /** Of the score, what was deducted: a positive figure. */
  deducted: number
  /** Spent on goods: a positive figure. */
  redeemed: number
}

/**
 * What one posting changes.
 *
 * @param points signed
 * @param reversedKind for a reversal, the kind of the posting it reverses
 */
export function totalsChange(
  kind: PostingKind,
  points: number,
  reversedKind: PostingKind | null = null,
): TotalsChange {
  const origin = kind === 'reversal' ? reversedKind : kind
  const score = countsForScore(kind, reversedKind) ? points : 0
  const isDeduction = origin === 'deduct' || origin === 'restore'
  return {
    score,
    balance: points,
    earned: score !== 0 && !isDeduction ? points : 0,
    deducted: score !== 0 && isDeduction ? -points : 0,
    redeemed: origin !== null && isRedemption(origin) ? opposite(points) : 0,
  }
}
