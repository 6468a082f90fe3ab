import { useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef, type Ref } from 'vue'
import { isLoopback } from '../../server/domain/addresses/origin.ts'
import { publicPath } from '../../server/domain/page/here.ts'
import { useSession } from '../shell/session/session.ts'

/** Remembers the origin that somebody chose on this machine. */
const memory = 'yiping-public-origin'

/** Where this page was opened, with its path but without a slash at the end. */
const opened = location.origin + publicPath.slice(0, -1)

export interface PublicOrigin {
  /** Where what is printed and scanned leads, without a slash at the end. */
  origin: ComputedRef<string>
  /** Every origin that other devices may reach; one of them may be chosen. */
  choices: ComputedRef<readonly string[]>
  /** The choice; it counts while it is one of `choices`. */
  chosen: Ref<string>
  /** PUBLIC_URL fixes the origin; without it the address of the machine may change. */
  isFixed: ComputedRef<boolean>
  /** A phone finds the origin; false on a server that only its own machine reaches. */
  isReachable: ComputedRef<boolean>
}

/**
 * The one origin of everything that leaves the panel as a QR code or a printed
 * address: PUBLIC_URL, else where this page was opened, unless only this
 * machine finds it there; then the server's address on the local network.
 */
export function usePublicOrigin(): PublicOrigin {
  const session = useSession()
  const chosen = useLocalStorage(memory, '')
  const told = computed(() => session.session?.origins ?? { configured: null, lan: [] })
  const choices = computed(() => {
    const own = isLoopback(location.hostname) ? [] : [opened]
    return told.value.configured === null
      ? [...new Set([...own, ...told.value.lan])]
      : [told.value.configured]
  })
  return {
    choices,
    chosen,
    origin: computed(() => {
      const [first = opened] = choices.value
      return choices.value.includes(chosen.value) ? chosen.value : first
    }),
    isFixed: computed(() => told.value.configured !== null),
    isReachable: computed(() => choices.value.length > 0),
  }
}
