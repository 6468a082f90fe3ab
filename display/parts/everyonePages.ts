import { type Orientation } from '../stage/useStage.ts'

/** Columns and rows of a page that shows households, by orientation. */
export const pageColumns: Record<Orientation, { columns: number; rows: number }> = {
  landscape: { columns: 3, rows: 10 },
  portrait: { columns: 2, rows: 18 },
}

export interface EveryonePage {
  group: { id: number; name: string }
  /** Of the group's households in order of place: from (included) to (excluded). */
  from: number
  to: number
}

/** The pages on which every household appears once, group after group; a group begins a page. */
export function everyonePages(
  groups: readonly { id: number; name: string }[],
  households: readonly { group: number }[],
  orientation: Orientation,
): EveryonePage[] {
  const { columns, rows } = pageColumns[orientation]
  const most = columns * rows
  return groups.flatMap((group) => {
    const count = households.filter((household) => household.group === group.id).length
    const pages = Math.ceil(count / most)
    return Array.from({ length: pages }, (_, page) => ({
      group,
      from: page * most,
      to: Math.min(count, (page + 1) * most),
    }))
  })
}
