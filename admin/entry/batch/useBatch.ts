import { v7 as newId } from 'uuid'
import { computed, ref, shallowRef } from 'vue'
import { operations } from '../../../server/contract/operations/operations.ts'
import type { ClaimView } from '../../../server/contract/scores/claims.ts'
import { mostPostings, type NewPosting, type PostingView } from '../../../server/contract/scores/postings.ts'
import { call } from '../../shell/api/call.ts'
import { asFailure, type Failure } from '../../shell/api/failure.ts'
import { type Batch, storedBatch } from './batch.ts'

/** What a batch has written: postings, and claims that wait for a review. */
export interface BatchResult {
  postings: PostingView[]
  claims: ClaimView[]
  /** Id of the batch, to find it again and to take it back. */
  batch: number | null
}

/** Sends many postings in one request, and stores them until they are answered. */
export function useBatch(user: string, village: string) {
  const store = storedBatch(user, village)
  /** Sent without an answer: it may have arrived, so it must not be changed before that is known. */
  const unanswered = shallowRef<Batch | null>(store.read())
  const isSending = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const isLocked = computed(() => isSending.value || unanswered.value !== null)

  /** @returns what was written when all was; null otherwise, and `failure` says why */
  async function deliver(postings: Batch): Promise<BatchResult | null> {
    isSending.value = true
    failure.value = null
    store.put(postings)
    try {
      const answer = await call(operations.createPostings, { params: { v: village }, body: postings })
      forget()
      if ('postings' in answer) return answer
      return 'hash' in answer
        ? { postings: [answer], claims: [], batch: null }
        : { postings: [], claims: [answer], batch: null }
    } catch (error) {
      failure.value = asFailure(error)
      // Without a session nothing was written; what is typed is kept by the page.
      if (failure.value.isDecided || failure.value.kind === 'signed-out') forget()
      else unanswered.value = postings
      return null
    } finally {
      isSending.value = false
    }
  }

  function forget(): void {
    store.clear()
    unanswered.value = null
  }

  return {
    unanswered,
    isSending,
    isLocked,
    failure,
    most: mostPostings,
    /** @param ifRepeated how deeds that the household already has on that day are handled */
    send: (postings: Omit<NewPosting, 'id'>[], ifRepeated: 'refuse' | 'write') =>
      deliver(postings.map((one) => ({ ...one, id: newId(), ifRepeated }))),
    retry: () => (unanswered.value ? deliver(unanswered.value) : Promise.resolve(null)),
    forget,
  }
}
