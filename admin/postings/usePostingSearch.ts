import { computed, type Ref } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'
import { usePages } from '../fields/lists/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'
import { withPostings } from './lines.ts'
import { isWithin, type PostingFilters } from './postingFilters.ts'

/** Lines read at once. */
const pageSize = 100

/** Postings by filters, newest first, page by page; what is posted meanwhile comes in on top. */
export function usePostingSearch(filters: Readonly<Ref<PostingFilters>>) {
  const { slug, rules, feed } = useVillage()
  const { items, next, isLoading, failure, load, more } = usePages(
    (page) =>
      call(operations.listPostings, {
        params: { v: slug },
        query: { ...filters.value, limit: pageSize, ...page },
      }),
    filters,
    withPostings,
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

  feed.onPostings(add)
  feed.onReturn(() => void load())

  return { lines, next, isLoading, failure, load, more, add }
}
