/**
 * Check sheets (检查表) of an inspection round: what an inspector looks at in a
 * yard, and what the result is worth. A visit says only what was found amiss,
 * so that a clean yard says nothing.
 */

/**
 * `points` are given unless found missing, a `deduction` is taken when found,
 * a `veto` when found leaves nothing.
 */
export const sheetItemKinds = ['points', 'deduction', 'veto'] as const

export interface SheetItem {
  /** Names the item in visits; stays when its words change. */
  key: string
  text: string
  kind: (typeof sheetItemKinds)[number]
  /** Magnitude; 0 for a veto. */
  points: number
  /** Found amiss, it needs a photo. */
  photo: boolean
}

/** From this many points on, a yard has these stars (星级). */
export interface StarThreshold {
  stars: number
  from: number
}

/** What a village lets its grid workers do at the doors. */
export interface DoorstepSettings {
  /** How many doors one worker may score in a day; null for no bound. */
  dailyDoors: number | null
  /** Ids of the rules that may be scored on the spot, beside the rounds. */
  rules: number[]
}

/**
 * The points of a visit.
 *
 * @param found keys of the items found amiss; keys that the sheet does not have are passed over
 * @returns 0 or more; a clean yard gets the sum of the sheet's points
 */
export function visitPoints(items: readonly SheetItem[], found: readonly string[]): number {
  const amiss = new Set(found)
  let points = 0
  for (const { key, kind, points: worth } of items) {
    if (kind === 'veto' && amiss.has(key)) return 0
    if (kind === 'points' && !amiss.has(key)) points += worth
    if (kind === 'deduction' && amiss.has(key)) points -= worth
  }
  return Math.max(0, points)
}

/** The most a yard can get by this sheet. */
export function mostPoints(items: readonly SheetItem[]): number {
  return visitPoints(items, [])
}

/** Whether what was found needs a photo. */
export function needsPhoto(items: readonly SheetItem[], found: readonly string[]): boolean {
  return items.some(({ key, photo }) => photo && found.includes(key))
}

/** The result of a door that several inspectors visited: the mean, rounded half up. */
export function averagePoints(visits: readonly number[]): number {
  if (visits.length === 0) return 0
  return Math.round(visits.reduce((sum, points) => sum + points, 0) / visits.length)
}

/** The stars of a yard; 0 below every threshold. */
export function starsOf(thresholds: readonly StarThreshold[], points: number): number {
  return thresholds.reduce(
    (stars, { stars: given, from }) => (points >= from ? Math.max(stars, given) : stars),
    0,
  )
}
