import { useDebounceFn } from '@vueuse/core'
import { type Ref, shallowRef, watch } from 'vue'
import type { HouseholdColumn } from '../../../server/contract/households/households.ts'
import { operations } from '../../../server/contract/operations/operations.ts'
import { usePages } from '../../fields/loading/useLoaded.ts'
import { call } from '../../shell/api/call.ts'
import { useVillage } from '../../villages/village.ts'

/** Rows of a page, and rows that the server gives at once. */
const pageSize = 100
const mostRows = 500
/** Scores on the page follow the ledger, but not more often than this, ms. */
const quietMs = 1_000

export interface HouseholdFilters {
  q: string
  group: string
  sort?: HouseholdColumn | undefined
  order?: 'asc' | 'desc' | undefined
}

/** Sums of all households that match. */
export interface HouseholdTotals {
  households: number
  score: number
  balance: number
}

/** Households by door, name or initials and by group, page by page, with figures kept up. */
export function useHouseholdSearch(query: Readonly<Ref<HouseholdFilters>>) {
  const { slug, feed } = useVillage()
  const totals = shallowRef<HouseholdTotals | null>(null)
  const {
    items: households,
    next,
    isLoading,
    failure,
    load,
    more,
  } = usePages(async (page, shown) => {
    // Without a cursor all that are shown are read again.
    const limit = page.cursor === undefined ? Math.min(mostRows, Math.max(pageSize, shown)) : pageSize
    const found = await call(operations.listHouseholds, {
      params: { v: slug },
      query: { ...query.value, limit, ...page },
    })
    totals.value = found.totals
    return found
  })

  const reload = useDebounceFn(load, quietMs, { maxWait: 5 * quietMs })
  watch(query, () => {
    households.value = null
    void load()
  })
  feed.onPostings(() => void reload())
  feed.onReturn(() => void load())

  return { households, totals, next, isLoading, failure, load, more }
}
