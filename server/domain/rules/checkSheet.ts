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

/** One of the levels that an item of points can have. */
interface SheetLevel {
  text: string
  points: number
}

export interface SheetItem {
  /** Names the item in visits; stays when its words change. */
  key: string
  text: string
  kind: (typeof sheetItemKinds)[number]
  /** Magnitude; 0 for a veto. */
  points: number
  /** Found amiss, it needs a photo. */
  photo: boolean
  /**
   * Of `points`: `any` number of them can be given, or one of these levels, of which the
   * best has the item's points. Absent, they are given whole or not at all.
   */
  grades?: 'any' | SheetLevel[] | undefined
}

/** Points given for an item that can be graded. */
export interface Given {
  /** Key of the item. */
  item: string
  points: number
}

/** What an inspector found in a yard. */
export interface Findings {
  /** Keys of the items found amiss. */
  found: readonly string[]
  /** Of graded ones among them; those that are not named get the least. */
  given?: readonly Given[] | undefined
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
 * The points of a visit. Keys that the sheet does not have are passed over.
 *
 * @returns 0 or more; a clean yard gets the sum of the sheet's points
 */
export function visitPoints(items: readonly SheetItem[], findings: Findings): number {
  const amiss = new Set(findings.found)
  let points = 0
  for (const item of items) {
    const { key, kind, points: worth } = item
    if (kind === 'veto' && amiss.has(key)) return 0
    if (kind === 'points') points += amiss.has(key) ? givenPoints(item, findings) : worth
    if (kind === 'deduction' && amiss.has(key)) points -= worth
  }
  return Math.max(0, points)
}

/** What an item of points found amiss still gives: what the inspector gave, else the least it can have. */
export function givenPoints({ key, grades }: SheetItem, { given }: Findings): number {
  if (grades === undefined) return 0
  const line = given?.find(({ item }) => item === key)
  if (line) return line.points
  return grades === 'any' ? 0 : Math.min(...grades.map(({ points }) => points))
}

/** Whether an item can have these points. */
export function canGive({ kind, points: most, grades }: SheetItem, points: number): boolean {
  if (kind !== 'points' || grades === undefined) return false
  return grades === 'any' ? points <= most : grades.some((level) => level.points === points)
}

/** Findings in one form: what got all its points is not amiss, what got fewer is. */
export function plainFindings(
  items: readonly SheetItem[],
  { found, given = [] }: Findings,
): { found: string[]; given: Given[] } {
  const most = new Map(items.map(({ key, points }) => [key, points]))
  const isWhole = ({ item, points }: Given) => points === most.get(item)
  const full = new Set(given.filter(isWhole).map(({ item }) => item))
  const partly = given.filter((line) => !isWhole(line))
  const amiss = [...found, ...partly.map(({ item }) => item)].filter((key) => !full.has(key))
  return { found: [...new Set(amiss)], given: partly }
}

/** The most a yard can get by this sheet. */
export function mostPoints(items: readonly SheetItem[]): number {
  return visitPoints(items, { found: [] })
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
