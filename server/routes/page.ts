/** Pages of lists. A cursor is a whole number: where the next page starts, or the key of the last item. */

interface PageQuery {
  cursor?: string | undefined
  limit: number
}

/** One page, and the cursor of the next; null on the last. */
export interface Page<Item> {
  items: Item[]
  next: string | null
}

/** The number in a cursor; null for the first page. */
export function positionOf(cursor: string | undefined): number | null {
  return cursor === undefined ? null : Number(cursor)
}

/** The cursor of a list paged by offset. */
export function nextOffset(start: number, limit: number, total: number): string | null {
  return start + limit < total ? String(start + limit) : null
}

/** A page of a list that is in memory as a whole. */
export function sliceOf<Item>(all: readonly Item[], { cursor, limit }: PageQuery): Page<Item> {
  const start = positionOf(cursor) ?? 0
  return { items: all.slice(start, start + limit), next: nextOffset(start, limit, all.length) }
}

/**
 * A page of a list that is paged by the key of its last item.
 *
 * @param found up to one item more than the limit
 */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  keyOf: (item: Item) => number,
): Page<Item> {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > limit && last !== undefined ? String(keyOf(last)) : null }
}
