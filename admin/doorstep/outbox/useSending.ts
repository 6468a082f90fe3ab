import { useEventListener, useTimeoutFn } from '@vueuse/core'
import { ref } from 'vue'
import type { Outcome } from './outbox.ts'

/** Delay after an attempt without an answer, ms; doubled each time up to the longest. */
const firstWait = 2_000
const longestWait = 30_000

/**
 * Sends at once, when the network returns, when the page becomes visible, and after jittered, growing delays. Ends
 * with its scope.
 */
export function useSending(send: () => Promise<Outcome>) {
  const state = ref<'idle' | 'sending' | 'waiting'>('idle')
  let wait = firstWait
  let isWanted = false
  const retry = useTimeoutFn(
    () => void run(true),
    () => wait * (0.5 + Math.random()),
    { immediate: false },
  )

  /** @param isTimed a timed attempt makes the next delay longer, the person's own does not */
  async function run(isTimed: boolean): Promise<void> {
    retry.stop()
    state.value = 'sending'
    let outcome: Outcome = 'unreachable'
    do {
      isWanted = false
      outcome = await send()
    } while (isWanted && outcome === 'empty')
    state.value = outcome === 'empty' ? 'idle' : 'waiting'
    if (outcome === 'empty') wait = firstWait
    if (outcome !== 'unreachable') return
    if (isTimed) wait = Math.min(longestWait, wait * 2)
    retry.start()
  }

  /** Sends what waits; while that is in progress, once more afterwards. */
  function now(): void {
    if (state.value === 'sending') isWanted = true
    else void run(false)
  }

  useEventListener('online', now)
  useEventListener(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') now()
  })

  return { state, now }
}
