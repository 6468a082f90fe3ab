import type { Orientation } from '../../ui/orientation.ts'

/** Columns and rows of a page that shows households, by orientation. */
export const pageColumns: Record<Orientation, { columns: number; rows: number }> = {
  landscape: { columns: 3, rows: 10 },
  portrait: { columns: 2, rows: 18 },
}

export interface EveryonePage {
  /** Null where the page is of the whole village. */
  group: { id: number; name: string } | null
  /** Of its households in order of place: from (included) to (excluded). */
  from: number
  to: number
}

/** How long a page is shown, ms: enough to find a door among 30. */
export const pageDwellMs = 11_500
/** Pages in six minutes; people do not wait longer for their door. */
const mostPages = Math.floor((6 * 60_000) / pageDwellMs)
/** Most pages by group for one page by place; with more, pages look empty. */
const mostTimes = 2
/** The same where both take longer than six minutes. */
const mostTimesOfMany = 1.25

/**
 * The pages on which every household appears once: group after group, each starting a page; by place alone where
 * that takes far fewer pages.
 */
export function everyonePages(
  groups: readonly { id: number; name: string }[],
  households: readonly { group: number }[],
  orientation: Orientation,
): EveryonePage[] {
  const { columns, rows } = pageColumns[orientation]
  const size = columns * rows
  const byPlace = cut(null, households.length, size)
  const byGroup = groups.flatMap((group) =>
    cut(group, households.filter((household) => household.group === group.id).length, size),
  )
  const times = byGroup.length / Math.max(1, byPlace.length)
  if (byGroup.length <= mostPages) return times > mostTimes ? byPlace : byGroup
  return byPlace.length <= mostPages || times > mostTimesOfMany ? byPlace : byGroup
}

/** Pages of about equal length. */
function cut(group: EveryonePage['group'], count: number, most: number): EveryonePage[] {
  const pages = Math.ceil(count / most)
  const size = Math.ceil(count / Math.max(1, pages))
  return Array.from({ length: pages }, (_, page) => ({
    group,
    from: Math.min(count, page * size),
    to: Math.min(count, (page + 1) * size),
  }))
}
