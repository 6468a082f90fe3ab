import { v7 as newId } from 'uuid'
import { ref, shallowRef } from 'vue'
import { operations } from '../../../../server/contract/operations/operations.ts'
import { type CardView, mostCards } from '../../../../server/contract/residents/cards.ts'
import { call } from '../../../shell/api/call.ts'
import { asFailure } from '../../../shell/api/failure.ts'

/**
 * Makes cards in batches. They are held in memory only: the server stores hashes of their secrets.
 */
export function useCards(village: string) {
  const cards = shallowRef<readonly CardView[]>([])
  const progress = ref<{ done: number; total: number } | null>(null)
  const refusal = ref('')
  /** The unanswered rest; a retry continues there, under the same id. */
  let left: { doors: readonly string[]; id: string } | null = null

  /** Makes cards for the doors, or continues the interrupted run. */
  async function make(doors: readonly string[]): Promise<void> {
    if (progress.value) return
    if (!left) cards.value = []
    let rest = left?.doors ?? doors
    let id = left?.id ?? newId()
    const total = cards.value.length + rest.length
    refusal.value = ''
    try {
      while (rest.length > 0) {
        progress.value = { done: cards.value.length, total }
        left = { doors: rest, id }
        const batch = rest.slice(0, mostCards)
        const { items } = await call(operations.makeCards, {
          params: { v: village },
          body: { id, doors: batch },
        })
        cards.value = [...cards.value, ...items]
        rest = rest.slice(mostCards)
        id = newId()
      }
      left = null
    } catch (error) {
      const failure = asFailure(error)
      refusal.value = failure.message
      if (failure.isDecided) left = null
    } finally {
      progress.value = null
    }
  }

  return { cards, progress, refusal, make }
}
