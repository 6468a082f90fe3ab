import { onScopeDispose, ref, shallowRef } from 'vue'
import type { DoorView, OwnPassbook } from '../../server/contract/residents/doors.ts'
import { asFailure, doorApi, type DoorFailure, type Key } from './doorApi.ts'

/** The secret in the page's address, behind the `#`; it leaves the address at once and is kept nowhere. */
function takeSecret(): string | null {
  const secret = location.hash.slice(1)
  if (secret === '') return null
  history.replaceState(null, '', location.pathname + location.search)
  return secret
}

/**
 * What stands behind one door: what anybody sees, and the passbook once the
 * household has shown its secret, by its card's address or by six digits.
 */
export function useDoor(token: string) {
  const api = doorApi(token)
  const view = shallowRef<DoorView | null>(null)
  const passbook = shallowRef<OwnPassbook | null>(null)
  const failure = shallowRef<DoorFailure | null>(null)
  /** Why the card in the address did not open the door. */
  const refusal = ref('')

  /** Reads what there is to see; the passbook too where this phone was let in. */
  async function load(): Promise<void> {
    failure.value = null
    try {
      view.value = await api.read()
      passbook.value = view.value.isOpen ? await api.passbook() : null
    } catch (error) {
      failure.value = asFailure(error)
    }
  }

  /** Shows a secret. @throws DoorFailure when it does not open the door */
  async function open(key: Key): Promise<void> {
    await api.open(key)
    refusal.value = ''
    await load()
  }

  /** Forgets this phone. @throws DoorFailure when the server cannot be reached */
  async function close(): Promise<void> {
    await api.close()
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
  const arriveAgain = () => {
    if (location.hash.length > 1) void arrive()
  }
  addEventListener('hashchange', arriveAgain)
  onScopeDispose(() => removeEventListener('hashchange', arriveAgain))
  void arrive()

  return { api, view, passbook, failure, refusal, load, open, close }
}
