import { type Ref, shallowRef, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'
import { call, wasAborted } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'
import { withPostings } from './lines.ts'
import { isWithin, type PostingFilters } from './postingFilters.ts'

/** Lines read at once. */
export const pageSize = 100

/** Postings by filters, newest first, page by page; what is posted meanwhile comes in on top. */
export function usePostingSearch(filters: Readonly<Ref<PostingFilters>>) {
  const { slug, rules, feed } = useVillage()
  const lines = shallowRef<PostingView[]>([])
  const next = shallowRef<string | null>(null)
  const isLoading = shallowRef(true)
  const failure = shallowRef<Failure | null>(null)
  let running: AbortController | null = null

  async function load(cursor: string | null = null): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    isLoading.value = true
    failure.value = null
    try {
      const page = await call(operations.listPostings, {
        params: { v: slug },
        query: { ...filters.value, limit: pageSize, ...(cursor === null ? {} : { cursor }) },
        signal: mine.signal,
      })
      lines.value = cursor === null ? page.items : withPostings(lines.value, page.items)
      next.value = page.next
    } catch (error) {
      if (wasAborted(error)) return
      failure.value = asFailure(error)
    }
    isLoading.value = false
  }

  function add(postings: readonly PostingView[]): void {
    const { rule } = filters.value
    const ruleText = rules.value.find(({ id }) => id === rule)?.text
    // A reversal marks its original in the list even where it is filtered out itself.
    const marked = withPostings(lines.value, postings)
    const listed = new Set(lines.value.map(({ seq }) => seq))
    lines.value = marked.filter(
      (posting) => listed.has(posting.seq) || isWithin(posting, filters.value, ruleText),
    )
  }

  watch(filters, () => void load(), { immediate: true })
  feed.onPostings(add)
  feed.onReturn(() => void load())

  return { lines, next, isLoading, failure, load, more: () => load(next.value), add }
}
