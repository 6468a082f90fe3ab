import { useDebounceFn, useIntervalFn } from '@vueuse/core'
import { operations } from '../../server/contract/operations/operations.ts'
import { useLoaded } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'

/** Debounce of reading after an event, and polling interval, ms: the date changes without an event. */
const settleMs = 2_000
const everyMs = 300_000

/** How the village's month goes, kept up to date until the calling scope ends; null until it has arrived. */
export function useWorkFigures() {
  const { slug, feed } = useVillage()
  const { data, load } = useLoaded(() => call(operations.readWorkFigures, { params: { v: slug } }))
  const soon = useDebounceFn(() => void load(), settleMs, { maxWait: 5 * settleMs })
  feed.onPostings(() => void soon())
  feed.onReturn(() => void load())
  useIntervalFn(() => void load(), everyMs)
  return data
}
