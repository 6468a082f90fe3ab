/** Which entries of a sheet other sheets have too. */
import { quarterOf } from '../../calendar/calendar.ts'
import { recordText } from '../../text/recordText.ts'
import type { OfficeOpening } from '../office.ts'
import { type Entry, isSum, type SheetPart } from './sheetParts.ts'

/** Entries of two sides with the same household, time and item. */
export interface SharedEntries {
  own: Entry[]
  others: Entry[]
  /** Whether they come to the same points. */
  isSame: boolean
}

/** The entries of a part held against those of others. */
export interface PartComparison {
  shared: SharedEntries[]
  /** What the others do not have. */
  only: Entry[]
}

/** How long a time sums are of. */
const periods = ['day', 'month', 'quarter', 'half', 'year'] as const
type Period = (typeof periods)[number]

/** Of the entries, or of the smaller side's, that make a question. */
const fewest = 0.1
/** Of the sums that must agree where they are of longer periods than the part names. */
const mostOfSums = 0.5

/**
 * Holds a part against the entries of others: deeds one by one; what names no day or no item by the sums of its
 * period, or of the period in which most of them agree where it tells none.
 *
 * @param others sheets that say as much or more
 * @returns null where they have too little in common to be the same lines
 */
export function compareParts(part: SheetPart, others: readonly SheetPart[]): PartComparison | null {
  const base = others.flatMap(({ entries }) => entries)
  const singly = part.kind === 'sums' ? null : ifShared(part, others, compareSingly(part.entries, base))
  if (part.kind === 'deeds') return singly
  const ofPeriod = ifShared(part, others, compareSums(part, base, null))
  const longer = part.isOfAnyTime ? (['quarter', 'half', 'year'] as const) : []
  return best([singly, ofPeriod, ...longer.map((period) => ifSumsAgree(compareSums(part, base, period)))])
}

/** The period that points without a deed are of. */
function periodOfSum(entry: Entry): Period {
  const [, month = '', day = ''] = (entry.occurredOn ?? '').split('-').map(Number).map(String)
  const { text } = entry as OfficeOpening
  if (text === recordText('points-of-day', { month, day })) return 'day'
  if (text === recordText('points-of-month', { month })) return 'month'
  const isHalf = ['half-1', 'half-2'] as const
  return isHalf.some((half) => text.startsWith(recordText(half))) ? 'half' : 'quarter'
}

/** The first with the most entries that are the same. */
function best(found: readonly (PartComparison | null)[]): PartComparison | null {
  return found.reduce((most, one) => (one && (!most || sameIn(one) > sameIn(most)) ? one : most), null)
}

/** How many entries of the part have the same points elsewhere. */
export function sameIn({ shared }: PartComparison): number {
  return countOwn(shared.filter(({ isSame }) => isSame))
}

export function countOwn(shared: readonly SharedEntries[]): number {
  return shared.reduce((sum, { own }) => sum + own.length, 0)
}

/** Null where a tenth of neither side is shared; of points without items, any is enough. */
function ifShared(
  { kind, entries }: SheetPart,
  others: readonly SheetPart[],
  found: PartComparison,
): PartComparison | null {
  const { shared } = found
  if (shared.length === 0) return null
  if (kind === 'sums' || countOwn(shared) >= entries.length * fewest) return found
  const counts = new Map<string, number>()
  for (const { sheet } of shared.flatMap((one) => one.others)) counts.set(sheet, (counts.get(sheet) ?? 0) + 1)
  const isMuch = others.some(({ sheet, entries: own }) => (counts.get(sheet) ?? 0) >= own.length * fewest)
  return isMuch ? found : null
}

function ifSumsAgree(found: PartComparison): PartComparison | null {
  const { shared, only } = found
  const count = countOwn(shared) + only.length
  return shared.length > 0 && sameIn(found) >= count * mostOfSums ? found : null
}

/** One by one, those with equal points first: two equal deeds against one leave one. */
function compareSingly(entries: readonly Entry[], base: readonly Entry[]): PartComparison {
  const keyOf = (entry: Entry) => `${entry.door} ${entry.occurredOn ?? ''} ${itemOf(entry)}`
  const shared: SharedEntries[] = []
  const only: Entry[] = []
  for (const { own, others } of grouped(entries, base, keyOf, (entry) => [keyOf(entry)]).values()) {
    const left = [...others]
    const unlike = own.filter((entry) => {
      const place = left.findIndex(({ points }) => points === entry.points)
      if (place !== -1) shared.push({ own: [entry], others: left.splice(place, 1), isSame: true })
      return place === -1
    })
    for (const entry of unlike) {
      const other = left.shift()
      if (other) shared.push({ own: [entry], others: [other], isSame: false })
      else only.push(entry)
    }
  }
  return { shared, only }
}

/**
 * By what they come to in each period; items only against the same item.
 *
 * @param period null for the one of each entry
 */
function compareSums(part: SheetPart, base: readonly Entry[], period: Period | null): PartComparison {
  const keyIn = (entry: Entry, time: Period): string => {
    const when = entry.occurredOn === null ? '' : `${time} ${nameOf(entry.occurredOn, time)}`
    return part.kind === 'items' ? `${entry.door} ${when} ${itemOf(entry)}` : `${entry.door} ${when}`
  }
  const ownPeriod = (entry: Entry): Period => period ?? (part.kind === 'items' ? 'month' : periodOfSum(entry))
  const wanted = new Set(part.entries.map(ownPeriod))
  const keysOf = (entry: Entry): string[] => {
    const own = isSum(entry) ? periodOfSum(entry) : 'day'
    return periods
      .slice(periods.indexOf(own))
      .filter((time) => wanted.has(time))
      .map((time) => keyIn(entry, time))
  }
  const compared = part.kind === 'items' ? base : base.filter((entry) => itemOf(entry) !== opening)
  const shared: SharedEntries[] = []
  const only: Entry[] = []
  const groups = grouped(part.entries, compared, (entry) => keyIn(entry, ownPeriod(entry)), keysOf)
  for (const { own, others } of groups.values())
    if (others.length === 0) only.push(...own)
    else shared.push({ own, others, isSame: sumOf(own) === sumOf(others) })
  return { shared, only }
}

/** The entries of the part by key, in their order, each with the others' of its key. */
function grouped(
  entries: readonly Entry[],
  base: readonly Entry[],
  keyOf: (entry: Entry) => string,
  keysOf: (entry: Entry) => string[],
) {
  const groups = new Map<string, { own: Entry[]; others: Entry[] }>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const group = groups.get(key)
    if (group) group.own.push(entry)
    else groups.set(key, { own: [entry], others: [] })
  }
  for (const entry of base) for (const key of keysOf(entry)) groups.get(key)?.others.push(entry)
  return groups
}

const opening = 'opening'

/** What it was for; alike for all points from before the ledger. */
function itemOf(entry: Entry): string {
  if ('rule' in entry) return `${entry.dimension} ${entry.rule}`
  return entry.text === recordText('opening') ? opening : entry.text
}

function nameOf(day: string, period: Period): string {
  const month = day.slice(0, 7)
  if (period === 'day') return day
  if (period === 'month') return month
  if (period === 'quarter') return quarterOf(month)
  const year = day.slice(0, 4)
  return period === 'year' ? year : `${year} ${Number(day.slice(5, 7)) > 6}`
}

const sumOf = (entries: readonly Entry[]) => entries.reduce((sum, { points }) => sum + points, 0)
