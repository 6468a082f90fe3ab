import { useIntervalFn } from '@vueuse/core'
import { type Ref, ref } from 'vue'

/** The time, updated every second; ms since 1970. Ends with its scope. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  useIntervalFn(() => (now.value = Date.now()), 1_000)
  return now
}
