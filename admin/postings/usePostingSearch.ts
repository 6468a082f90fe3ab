import { useDebounceFn } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'
import { useLoaded, usePages } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'
import { withPostings } from './lines.ts'
import { isWithin, type PostingFilters, withoutOrder } from './postingFilters.ts'

/** Lines read at once. */
const pageSize = 100
/** Sums follow new lines, but not more often than this, ms. */
const sumMs = 1_000

/**
 * Postings by filters, newest first or by a column, page by page, with their sums; what is posted meanwhile
 * comes in on top.
 */
export function usePostingSearch(filters: Readonly<Ref<PostingFilters>>) {
  const { slug, rules, feed } = useVillage()
  const { items, next, isLoading, failure, load, more } = usePages(
    (page) => {
      const { q, sort, order, ...plain } = filters.value
      const request = { params: { v: slug }, query: { ...plain, limit: pageSize, ...page } }
      return q === undefined && sort === undefined
        ? call(operations.listPostings, request)
        : call(operations.searchPostings, { ...request, query: { ...request.query, q, sort, order } })
    },
    filters,
    // Only lines by number are merged: a page in another order follows as it is.
    (shown, page) => (filters.value.sort === undefined ? withPostings(shown, page) : [...shown, ...page]),
  )
  const { data: totals, load: loadTotals } = useLoaded(
    () => call(operations.totalPostings, { params: { v: slug }, query: withoutOrder(filters.value) }),
    () => JSON.stringify(withoutOrder(filters.value)),
  )
  const lines = computed(() => items.value ?? [])

  function add(postings: readonly PostingView[]): void {
    const { rule } = filters.value
    const ruleText = rules.value.find(({ id }) => id === rule)?.text
    // A reversal marks its original in the list even where it is filtered out itself.
    const marked = withPostings(lines.value, postings)
    const listed = new Set(lines.value.map(({ seq }) => seq))
    items.value = marked.filter(
      (posting) => listed.has(posting.seq) || isWithin(posting, filters.value, ruleText),
    )
  }

  const sumSoon = useDebounceFn(() => void loadTotals(), sumMs, { maxWait: 5 * sumMs })
  feed.onPostings((postings) => {
    if (filters.value.sort === undefined) add(postings)
    void sumSoon()
  })
  feed.onReturn(() => void load())

  return { items, lines, totals, next, isLoading, failure, load, more, add }
}
