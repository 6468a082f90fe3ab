import { v7 as newId } from 'uuid'
import { computed, ref, shallowRef, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { type ClaimsPassed, type ClaimView, mostClaims } from '../../server/contract/scores/claims.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

/** Which claims a list shows, and how they stand together. */
export interface ClaimFilter {
  state?: ClaimView['state']
  /** Door, part of the name, or initials of its pinyin. */
  q?: string
  rule?: number
  group?: string
  whose?: 'own' | 'all'
  by?: 'rule' | 'date' | 'group' | 'newest'
}

/**
 * A list of claims. What comes in meanwhile is counted and not mixed in, so
 * that nothing is passed that was not seen.
 */
export function useReview(filter: () => ClaimFilter) {
  const { slug, feed } = useVillage()
  const claims = shallowRef<ClaimView[] | null>(null)
  const total = ref(0)
  const isLoading = ref(false)
  const hasNews = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const isSending = ref(false)
  /** The same act under the same id until it is answered. */
  let act: { key: string; id: string } | null = null
  let latest = 0

  const passable = computed(() => (claims.value ?? []).filter(({ hindrance }) => hindrance === null))

  async function load(): Promise<void> {
    const mine = (latest += 1)
    isLoading.value = true
    failure.value = null
    hasNews.value = false
    try {
      const query = { ...filter(), limit: mostClaims }
      const page = await call(operations.listClaims, { params: { v: slug }, query })
      if (mine !== latest) return
      claims.value = page.items
      total.value = page.total
    } catch (error) {
      if (mine === latest) failure.value = asFailure(error)
    }
    if (mine === latest) isLoading.value = false
  }

  /** Passes these; a second try after a lost answer is the same act. */
  async function pass(ids: readonly string[]): Promise<ClaimsPassed> {
    const key = ids.join()
    if (act?.key !== key) act = { key, id: newId() }
    isSending.value = true
    try {
      const body = { id: act.id, claims: [...ids] }
      const result = await call(operations.passClaims, { params: { v: slug }, body })
      act = null
      await load()
      return result
    } finally {
      isSending.value = false
    }
  }

  watch(filter, () => void load(), { immediate: true, deep: true })
  feed.onClaims(() => {
    if (!isSending.value) hasNews.value = true
  })
  feed.onReturn(() => (hasNews.value = true))

  return { claims, total, passable, isLoading, isSending, hasNews, failure, load, pass }
}
