/** How figures and dates are written for people, on the wall and in the panel alike. */

const grouped = new Intl.NumberFormat('en-US')

/** A score with thousands separated and a true minus sign: 5,038 · −20. */
export function formatScore(points: number): string {
  // Adding 0 turns −0, which sums of nothing can give, into 0.
  return grouped.format(points + 0).replace('-', '−')
}

/** Points as a change: +40 · −20 · 0. */
export function formatChange(points: number): string {
  return points > 0 ? `+${formatScore(points)}` : formatScore(points)
}

/** A local date without its year, as people say it: 11月23日. */
export function formatDay(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`
}

/** A door as it is said: 5012号; a door that is a word stays as it is. */
export function formatDoor(door: string): string {
  return /\d$/.test(door) ? `${door}号` : door
}
