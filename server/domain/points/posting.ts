/**
 * The vocabulary of the ledger: what kinds of posting (流水) there are and
 * which totals each of them moves.
 */

/** Every kind of posting a ledger can hold. */
export const postingKinds = [
  'award',
  'deduct',
  'restore',
  'reversal',
  'redeem',
  'redeem-return',
  'opening',
  'carry',
] as const

export type PostingKind = (typeof postingKinds)[number]

/** Signed points the other way; 0 stays 0, not `-0`. */
export function opposite(points: number): number {
  return 0 - points
}

/** Whether a posting trades points for goods, or takes such a trade back: nobody's merit, nobody's fault. */
export function isRedemption(kind: PostingKind): boolean {
  return kind === 'redeem' || kind === 'redeem-return'
}

/**
 * Whether a posting takes points away by a rule, gives such points back, or reverses either.
 *
 * @param reversedKind for a reversal, the kind of the posting it reverses
 */
export function isDeduction(kind: PostingKind, reversedKind?: PostingKind | null): boolean {
  const own = kind === 'reversal' ? reversedKind : kind
  return own === 'deduct' || own === 'restore'
}

/** Kinds whose points count for the ranking; a reversal counts as what it reverses. */
export const scoringKinds: readonly PostingKind[] = ['award', 'deduct', 'restore', 'opening']

/**
 * Whether a posting moves the score (累计积分), not the balance alone.
 *
 * @param kind what the posting is
 * @param reversedKind for a reversal, the kind of the posting it reverses
 */
export function countsForScore(kind: PostingKind, reversedKind?: PostingKind | null): boolean {
  if (kind !== 'reversal') return scoringKinds.includes(kind)
  return reversedKind != null && scoringKinds.includes(reversedKind)
}
