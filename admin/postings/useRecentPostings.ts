import { shallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'
import { withPostings } from './lines.ts'

/** How many lines are kept below the form. */
const kept = 60

/** The village's last postings, whoever enters them, kept up to date. */
export function useRecentPostings() {
  const { slug, feed } = useVillage()
  const lines = shallowRef<PostingView[]>([])
  const isLoading = shallowRef(true)
  const failure = shallowRef<Failure | null>(null)

  async function load(): Promise<void> {
    failure.value = null
    try {
      const page = await call(operations.listPostings, { params: { v: slug }, query: { limit: kept } })
      add(page.items)
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      isLoading.value = false
    }
  }

  function add(postings: readonly PostingView[]): void {
    lines.value = withPostings(lines.value, postings).slice(0, kept)
  }

  feed.onPostings(add)
  feed.onReturn(() => void load())
  void load()

  return { lines, isLoading, failure, load, add }
}
