import { onScopeDispose, ref } from 'vue'
import { type Outcome } from './outbox.ts'

/** First wait after a try without an answer, ms; doubled each time, up to the longest. */
const firstWait = 2_000
const longestWait = 30_000

/**
 * Tries to send now and again: at once, when the network comes back, when the
 * page is looked at, and after waits that grow and differ from phone to phone.
 */
export function useSending(send: () => Promise<Outcome>) {
  const state = ref<'idle' | 'sending' | 'waiting'>('idle')
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = firstWait
  let isWanted = false

  /** @param isTimed only what the timer tried makes the next wait longer, not what the person did */
  async function run(isTimed: boolean): Promise<void> {
    clearTimeout(timer)
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
    timer = setTimeout(() => void run(true), wait * (0.5 + Math.random()))
  }

  /** Sends what waits; while that goes on, once more afterwards. */
  function now(): void {
    if (state.value === 'sending') isWanted = true
    else void run(false)
  }

  const whenSeen = () => {
    if (document.visibilityState === 'visible') now()
  }
  addEventListener('online', now)
  document.addEventListener('visibilitychange', whenSeen)
  onScopeDispose(() => {
    clearTimeout(timer)
    removeEventListener('online', now)
    document.removeEventListener('visibilitychange', whenSeen)
  })

  return { state, now }
}
