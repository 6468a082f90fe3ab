import { onScopeDispose, type Ref, ref } from 'vue'

/** The time, updated at every full minute; ms since 1970. Ends with its scope. */
export function useClock(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setTimeout>
  const tick = () => {
    now.value = Date.now()
    timer = setTimeout(tick, 60_000 - (now.value % 60_000) + 20)
  }
  tick()
  onScopeDispose(() => clearTimeout(timer))
  return now
}

/** Hours and minutes of an instant in a time zone: 14:32. */
export function clockTime(instant: number, timezone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(
    instant,
  )
}
