import { type Orientation } from '../../ui/orientation.ts'

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

/** How long a page stands, ms: long enough to find a door among 30. */
export const pageDwellMs = 11_500
/** So many pages turn within six minutes, after which people stop waiting for their door. */
const mostPages = Math.floor((6 * 60_000) / pageDwellMs)
/** Pages by group may be this many times as many as pages by place before they look hollow. */
const mostHollow = 2
/** The same for a village whose pages take longer than six minutes either way. */
const mostHollowOfMany = 1.25

/**
 * The pages on which every household appears once: group after group, each
 * beginning a page; by place alone where the groups would leave pages half
 * empty, or would let people wait much longer.
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
  if (byGroup.length <= mostPages) return times > mostHollow ? byPlace : byGroup
  return byPlace.length <= mostPages || times > mostHollowOfMany ? byPlace : byGroup
}

/** Pages carry about the same number: the last one is as full as the others. */
function cut(group: EveryonePage['group'], count: number, most: number): EveryonePage[] {
  const pages = Math.ceil(count / most)
  const size = Math.ceil(count / Math.max(1, pages))
  return Array.from({ length: pages }, (_, page) => ({
    group,
    from: Math.min(count, page * size),
    to: Math.min(count, (page + 1) * size),
  }))
}
