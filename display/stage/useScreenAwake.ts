import { useDocumentVisibility } from '@vueuse/core'
import { watch } from 'vue'

/**
 * Keeps the panel from sleeping, on secure pages. Ends with its scope. Requests again whenever the page becomes
 * visible, also after a refusal; `useWakeLock` of vueuse does not.
 */
export function useScreenAwake(): void {
  watch(
    useDocumentVisibility(),
    (visibility, _before, onCleanup) => {
      if (visibility !== 'visible' || !('wakeLock' in navigator)) return
      // Refused on battery or by policy: the panel's own settings then decide.
      const lock = navigator.wakeLock.request('screen').catch(() => null)
      onCleanup(() => void lock.then((held) => held?.release()))
    },
    { immediate: true },
  )
}
