/** Points that go from one household to another when it splits (分户) or merges (并户). */

/** What the new household gets: whole percent of score and balance, or points of each. */
export type Share = { percent: number } | { score: number; balance: number }

interface Figures {
  score: number
  balance: number
}

/**
 * The points of a share; a percentage is rounded down.
 *
 * @returns null when more is asked for than there is
 */
export function sharedPoints(has: Figures, share: Share): Figures | null {
  if ('percent' in share) {
    const part = (whole: number) => Math.floor((whole * share.percent) / 100) + 0
    return { score: part(has.score), balance: part(has.balance) }
  }
  return isWithin(share.score, has.score) && isWithin(share.balance, has.balance)
    ? { score: share.score, balance: share.balance }
    : null
}

function isWithin(part: number, whole: number): boolean {
  return whole >= 0 ? part >= 0 && part <= whole : part <= 0 && part >= whole
}

/**
 * Spreads points like the parts of a whole, in whole points: what rounding
 * leaves over goes where most was cut off.
 *
 * @param parts what the whole consists of, such as a score by dimension
 * @param points how much of the whole to take
 */
export function spread(parts: readonly number[], points: number): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0)
  if (whole === 0) return parts.map(() => 0)
  const exact = parts.map((part) => (part * points) / whole)
  const spreadOut = exact.map((part) => Math.floor(part) + 0)
  const left = points - spreadOut.reduce((sum, part) => sum + part, 0)
  const order = exact
    .map((part, index) => ({ index, cut: part - Math.floor(part) }))
    .sort((a, b) => b.cut - a.cut || a.index - b.index)
  for (const { index } of order.slice(0, left)) spreadOut[index] = (spreadOut[index] ?? 0) + 1
  return spreadOut
}
