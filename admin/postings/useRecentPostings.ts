import { shallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'
import { useLoaded } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'
import { withPostings } from './lines.ts'

/** How many lines are kept below the form. */
const kept = 60

/** The village's last postings, whoever enters them, kept up to date. */
export function useRecentPostings() {
  const { slug, feed } = useVillage()
  const lines = shallowRef<PostingView[]>([])

  const { failure, isLoading, load } = useLoaded(async () => {
    add((await call(operations.listPostings, { params: { v: slug }, query: { limit: kept } })).items)
  })

  function add(postings: readonly PostingView[]): void {
    lines.value = withPostings(lines.value, postings).slice(0, kept)
  }

  feed.onPostings(add)
  feed.onReturn(() => void load())

  return { lines, isLoading, failure, load, add }
}
