import { onScopeDispose } from 'vue'

/** Keeps the panel from sleeping where the browser can (secure pages only). Ends with its scope. */
export function useScreenAwake(): void {
  let lock: WakeLockSentinel | null = null
  let ended = false
  const request = async () => {
    if (ended || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    // Refused on battery or by policy: the panel's own settings then decide.
    lock = await navigator.wakeLock.request('screen').catch(() => null)
  }
  const onVisibilityChange = () => void request()
  onVisibilityChange()
  document.addEventListener('visibilitychange', onVisibilityChange)
  onScopeDispose(() => {
    ended = true
    document.removeEventListener('visibilitychange', onVisibilityChange)
    lock?.release().catch(() => undefined)
  })
}
