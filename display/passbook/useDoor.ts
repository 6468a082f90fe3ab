import { useEventListener } from '@vueuse/core'
import { ref, shallowRef } from 'vue'
import type { DoorView } from '../../server/contract/residents/doors.ts'
import type { OwnPassbook } from '../../server/contract/residents/ownPassbook.ts'
import { asFailure, doorApi, type DoorFailure, type Key } from './doorApi.ts'
import { storeOwnDoor } from './ownDoor.ts'

/** The secret in the page's address, behind the `#`; removed from the address and stored nowhere. */
function takeSecret(): string | null {
  const secret = location.hash.slice(1)
  if (secret === '') return null
  history.replaceState(null, '', location.pathname + location.search)
  return secret
}

/** One door: its public view, and the passbook once opened by the card's secret or by six digits. */
export function useDoor(token: string) {
  const api = doorApi(token)
  const view = shallowRef<DoorView | null>(null)
  const passbook = shallowRef<OwnPassbook | null>(null)
  const failure = shallowRef<DoorFailure | null>(null)
  /** Why the card's secret in the address was refused. */
  const refusal = ref('')

  /** Reads the public view, and the passbook where this phone may. */
  async function load(): Promise<void> {
    failure.value = null
    try {
      view.value = await api.read()
      const { isOpen, village } = view.value
      if (isOpen) storeOwnDoor(village.slug, token)
      passbook.value = view.value.isOpen ? await api.passbook() : null
    } catch (error) {
      failure.value = asFailure(error)
    }
  }

  /** @throws DoorFailure when the key does not open the door */
  async function open(key: Key): Promise<void> {
    await api.open(key)
    refusal.value = ''
    await load()
  }

  /** Signs this phone off. @throws DoorFailure */
  async function close(): Promise<void> {
    await api.close()
    if (view.value) storeOwnDoor(view.value.village.slug, null)
    passbook.value = null
    await load()
  }

  async function arrive(): Promise<void> {
    const card = takeSecret()
    if (card !== null)
      try {
        await api.open({ card })
        refusal.value = ''
      } catch (error) {
        refusal.value = asFailure(error).message
      }
    await load()
  }

  // A card scanned while the page is open changes nothing but the fragment.
  useEventListener('hashchange', () => {
    if (location.hash.length > 1) void arrive()
  })
  void arrive()

  return { api, view, passbook, failure, refusal, load, open, close }
}
