/** The filters of the list of postings: in the page's address, so that a view can be bookmarked and shared. */
import type { LocationQuery } from 'vue-router'
import { postingSearchQuery, type PostingView } from '../../server/contract/scores/postings.ts'

const filters = postingSearchQuery.omit({ cursor: true, limit: true })

export type PostingFilters = ReturnType<typeof filters.parse>

/** What is filtered by, without the order. */
export function withoutOrder({ sort: _sort, order: _order, ...rest }: PostingFilters) {
  return rest
}

/** The filters in an address; invalid ones are ignored. */
export function filtersOf(query: LocationQuery): PostingFilters {
  const parsed: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(filters.shape)) {
    const value = query[name]
    if (typeof value === 'string' && value !== '' && schema.safeParse(value).success) parsed[name] = value
  }
  return filters.parse(parsed)
}

/**
 * Whether a posting that just came in belongs to the filtered list.
 *
 * @param ruleText text of the rule that `filters.rule` names
 */
export function isWithin(
  posting: PostingView,
  filters: PostingFilters,
  ruleText: string | undefined,
): boolean {
  const { q, door, from, to, kind, rule, batch } = filters
  // Only the server searches, and only its own order has a place for a new line.
  if (q !== undefined || filters.sort !== undefined) return false
  return (
    (door === undefined || posting.door === door) &&
    (from === undefined || posting.occurredOn >= from) &&
    (to === undefined || posting.occurredOn <= to) &&
    (kind === undefined || posting.kind === kind) &&
    (rule === undefined || posting.text === ruleText) &&
    (batch === undefined || posting.batch === batch)
  )
}
