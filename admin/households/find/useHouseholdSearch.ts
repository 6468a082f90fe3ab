import { useDebounceFn } from '@vueuse/core'
import { type Ref, shallowRef, watch } from 'vue'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import { operations } from '../../../server/contract/operations/operations.ts'
import { call, wasAborted } from '../../shell/api/call.ts'
import { asFailure, type Failure } from '../../shell/api/failure.ts'
import { useVillage } from '../../villages/village.ts'

/** Rows read at once. */
const pageSize = 100
/** Scores on the page follow the ledger, but not more often than this, ms. */
const quietMs = 1_000

/** Households by door, name or initials and by group, page by page, with figures kept up. */
export function useHouseholdSearch(query: Readonly<Ref<{ q: string; group: string }>>) {
  const { slug, feed } = useVillage()
  const households = shallowRef<HouseholdView[]>([])
  const next = shallowRef<string | null>(null)
  const isLoading = shallowRef(true)
  const failure = shallowRef<Failure | null>(null)
  let running: AbortController | null = null

  /** @param isMore to read the next page instead of all shown ones anew */
  async function load(isMore = false): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    isLoading.value = true
    failure.value = null
    const { q, group } = query.value
    const limit = isMore ? pageSize : Math.min(500, Math.max(pageSize, households.value.length))
    try {
      const page = await call(operations.listHouseholds, {
        params: { v: slug },
        query: { q, group, limit, ...(isMore && next.value !== null ? { cursor: next.value } : {}) },
        signal: mine.signal,
      })
      households.value = isMore ? [...households.value, ...page.items] : page.items
      next.value = page.next
    } catch (error) {
      if (wasAborted(error)) return
      failure.value = asFailure(error)
    }
    isLoading.value = false
  }

  const reload = useDebounceFn(() => load(), quietMs, { maxWait: 5 * quietMs })
  watch(
    query,
    () => {
      households.value = []
      void load()
    },
    { immediate: true },
  )
  feed.onPostings(() => void reload())
  feed.onReturn(() => void load())

  return { households, next, isLoading, failure, load, more: () => load(true) }
}
