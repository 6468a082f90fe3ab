import type { WatchSource } from 'vue'
import { useLoaded } from './useLoaded.ts'

/** Lists that are sorted and summed in the browser are read up to this many items. */
export const mostRead = 5_000

/**
 * Reads all pages of a list, to be sorted, searched and summed in the browser; otherwise as `useLoaded`.
 *
 * @param read one page, without a `cursor` the first
 * @returns `data`, the items, and whether there are more than can be read
 */
export function useAllPages<Item>(
  read: (page: { cursor?: string }) => Promise<{ items: Item[]; next: string | null }>,
  source?: WatchSource | WatchSource[],
) {
  return useLoaded(async () => {
    const items: Item[] = []
    let cursor: string | null | undefined
    do {
      const page = await read(cursor == null ? {} : { cursor })
      items.push(...page.items)
      cursor = page.next
    } while (cursor !== null && items.length < mostRead)
    return { items, isCut: cursor !== null }
  }, source)
}
