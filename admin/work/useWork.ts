import { useDebounceFn, useIntervalFn } from '@vueuse/core'
import { shallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { WorkView } from '../../server/contract/scores/work.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

/** Debounce of reading after an event, ms. */
const settleMs = 400
/** Polling interval, ms: the disk and the date change without an event. */
const everyMs = 60_000

/** What the work page shows, kept up to date until the calling scope ends. */
export function useWork() {
  const { slug, feed } = useVillage()
  const work = shallowRef<WorkView | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let latest = 0

  async function load(): Promise<void> {
    const mine = (latest += 1)
    try {
      const view = await call(operations.readWork, { params: { v: slug } })
      if (mine !== latest) return
      work.value = view
      failure.value = null
    } catch (error) {
      if (mine === latest) failure.value = asFailure(error)
    }
  }

  const soon = useDebounceFn(() => void load(), settleMs, { maxWait: 2_000 })
  feed.onPostings(() => void soon())
  feed.onClaims(() => void soon())
  feed.onScreens(() => void soon())
  feed.onReturn(() => void load())
  feed.onVerification((share) => {
    if (share === null || !work.value) void load()
    else work.value = { ...work.value, verifying: share }
  })
  useIntervalFn(() => void load(), everyMs)
  void load()
  return { work, failure, load }
}
