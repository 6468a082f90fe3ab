import { useDebounceFn, useIntervalFn } from '@vueuse/core'
import { shallowRef, watch } from 'vue'
import { operations } from '../../../server/contract/operations/operations.ts'
import { call } from '../api/call.ts'
import { asFailure } from '../api/failure.ts'
import type { StaffFeed } from '../live/staffFeed.ts'

/** Debounce of reading after an event, ms. */
const settleMs = 400
/** Polling interval, ms: some tasks come without an event. */
const everyMs = 60_000

/** How much waits on which page of the village, kept up to date until the calling scope ends. */
export function useWaiting(village: string, feed: StaffFeed) {
  const waiting = shallowRef<ReadonlyMap<string, number>>(new Map())

  async function load(): Promise<void> {
    try {
      const { waiting: items } = await call(operations.readWork, { params: { v: village } })
      waiting.value = new Map(items.map(({ page, count }) => [page, count]))
    } catch (error) {
      // The counts of before stay; the page itself says what fails.
      asFailure(error)
    }
  }

  const soon = useDebounceFn(() => void load(), settleMs, { maxWait: 2_000 })
  feed.onClaims(() => void soon())
  feed.onScreens(() => void soon())
  // What came before the feed was there, at first or after a cut, was not told.
  watch(feed.isLive, (isLive) => isLive && void load())
  useIntervalFn(() => void load(), everyMs)
  void load()
  return waiting
}
