import { useEventListener, useIntervalFn } from '@vueuse/core'
import { v7 as newId } from 'uuid'
import { ref, shallowRef } from 'vue'
import type { OwnSignInView } from '../../../server/contract/activities/activities.ts'
import { graceMs } from '../../../server/domain/activities/activities.ts'
import { nameHere } from '../../../server/domain/page/here.ts'
import { readStoredJson, writeStored } from '../../../server/domain/page/storedValue.ts'
import { t } from '../../words/translate.ts'
import { asFailure, doorApi, DoorFailure } from '../doorApi.ts'

/** A sign-in without a network is sent again at this interval, ms. */
const retryMs = 3_000
const name = nameHere('yiping.sign-in')

/** A sign-in without an answer. */
interface Kept {
  id: string
  /** Of the door. */
  token: string
  code: string
  /** When the code was read, ms since 1970. */
  at: number
}

/**
 * Signs a household in by the code of an activity. Without a network it is stored with its time, and sent as soon as
 * there is one; the server takes it a few minutes long.
 */
export function useSignIn() {
  const state = ref<'idle' | 'sending' | 'kept'>('idle')
  const answer = shallowRef<OwnSignInView | null>(null)
  const failure = shallowRef<DoorFailure | null>(null)
  let kept = stored()

  function stored(): Kept | null {
    const known = readStoredJson(name) as Partial<Kept> | null
    if (!known?.id || !known.token || !known.code || typeof known.at !== 'number') return null
    return { id: known.id, token: known.token, code: known.code, at: known.at }
  }

  function keep(next: Kept | null): void {
    kept = next
    writeStored(name, next && JSON.stringify(next))
  }

  /** @param at when the code was read, ms since 1970 */
  async function signIn(token: string, code: string, at = Date.now()): Promise<void> {
    keep({ id: newId(), token, code, at })
    await send()
  }

  async function send(): Promise<void> {
    if (!kept || state.value === 'sending') return
    const { id, token, code, at } = kept
    state.value = 'sending'
    failure.value = null
    try {
      answer.value = await doorApi(token).signIn({ id, code })
      keep(null)
    } catch (error) {
      const refused = asFailure(error)
      if (refused.code === null && Date.now() - at < graceMs) {
        state.value = 'kept'
        return
      }
      keep(null)
      failure.value = refused.code === null ? new DoorFailure(t('passbook.signIn.tooLate'), 'late') : refused
    }
    state.value = 'idle'
  }

  useIntervalFn(() => void send(), retryMs)
  useEventListener('online', () => void send())
  if (kept) void send()

  return { state, answer, failure, signIn }
}
