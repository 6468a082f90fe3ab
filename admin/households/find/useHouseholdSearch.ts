import { useDebounceFn } from '@vueuse/core'
import { type Ref, watch } from 'vue'
import { operations } from '../../../server/contract/operations/operations.ts'
import { usePages } from '../../fields/lists/useLoaded.ts'
import { call } from '../../shell/api/call.ts'
import { useVillage } from '../../villages/village.ts'

/** Rows of a page, and rows that the server gives at once. */
const pageSize = 100
const mostRows = 500
/** Scores on the page follow the ledger, but not more often than this, ms. */
const quietMs = 1_000

/** Households by door, name or initials and by group, page by page, with figures kept up. */
export function useHouseholdSearch(query: Readonly<Ref<{ q: string; group: string }>>) {
  const { slug, feed } = useVillage()
  const {
    items: households,
    next,
    isLoading,
    failure,
    load,
    more,
  } = usePages((page, shown) => {
    // Without a cursor all that are shown are read again.
    const limit = page.cursor === undefined ? Math.min(mostRows, Math.max(pageSize, shown)) : pageSize
    return call(operations.listHouseholds, { params: { v: slug }, query: { ...query.value, limit, ...page } })
  })

  const reload = useDebounceFn(load, quietMs, { maxWait: 5 * quietMs })
  watch(query, () => {
    households.value = null
    void load()
  })
  feed.onPostings(() => void reload())
  feed.onReturn(() => void load())

  return { households, next, isLoading, failure, load, more }
}
