import { v7 as newId } from 'uuid'
import { computed, ref } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { type ClaimsPassed, type ClaimView, mostClaims } from '../../server/contract/scores/claims.ts'
import { useLoaded } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
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
 * A list of claims. New claims are announced, not added: nothing is passed unseen.
 */
export function useReview(filter: () => ClaimFilter) {
  const { slug, feed } = useVillage()
  const hasNews = ref(false)
  const isSending = ref(false)
  /** Id of the unanswered call: a retry is idempotent. */
  let act: { key: string; id: string } | null = null

  const { data, isLoading, failure, load } = useLoaded(() => {
    hasNews.value = false
    return call(operations.listClaims, { params: { v: slug }, query: { ...filter(), limit: mostClaims } })
  }, filter)
  const claims = computed(() => data.value?.items ?? null)
  const total = computed(() => data.value?.total ?? 0)
  const passable = computed(() => (claims.value ?? []).filter(({ hindrance }) => hindrance === null))

  /** Passes the claims. A retry after a lost answer is idempotent. */
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

  feed.onClaims(() => {
    if (!isSending.value) hasNews.value = true
  })
  feed.onReturn(() => (hasNews.value = true))

  return { claims, total, passable, isLoading, isSending, hasNews, failure, load, pass }
}
