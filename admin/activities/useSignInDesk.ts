import { useEventListener, useIntervalFn } from '@vueuse/core'
import { v7 as newId } from 'uuid'
import { computed, ref, shallowRef } from 'vue'
import { z } from 'zod'
import { newSignIn, type NewSignIn, type SignInView } from '../../server/contract/activities/activities.ts'
import { operations } from '../../server/contract/operations/operations.ts'
import { tokenIn } from '../../server/domain/households/plates.ts'
import { nameHere } from '../../server/domain/page/here.ts'
import { readStoredJson, writeStored } from '../../server/domain/page/storedValue.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { t } from '../shell/words/translate.ts'
import { beep } from './beep.ts'

/** Unsent sign-ins are tried again at this interval, ms. */
const retryMs = 5_000

/** What the last scan came to. */
export type LastSignIn =
  | { state: 'taken' | 'again'; answer: SignInView }
  /** There is no network: it is stored with its time. */
  | { state: 'kept'; what: string }
  | { state: 'refused'; what: string; sentence: string }

/**
 * Signing in one household after the other. What has no answer is stored with its time and sent again until it has.
 *
 * @param signedIn called after each that the server took
 */
export function useSignInDesk(village: string, activity: number, signedIn: () => void) {
  const name = nameHere(`yiping.sign-ins.${village}.${activity}`)
  const unsent = shallowRef<readonly NewSignIn[]>(stored())
  const last = shallowRef<LastSignIn | null>(null)
  const isSending = ref(false)

  function stored(): NewSignIn[] {
    const known = z.array(newSignIn).safeParse(readStoredJson(name))
    return known.success ? known.data : []
  }

  function keep(all: readonly NewSignIn[]): void {
    unsent.value = all
    writeStored(name, all.length === 0 ? null : JSON.stringify(all))
  }

  /** @param text a typed door, or the text of a plate's or card's code */
  function sign(text: string, way: NewSignIn['way']): void {
    const typed = text.trim()
    if (typed === '') return
    const token = tokenIn(typed)
    if (token === null && (way === 'scan' || typed.includes('/'))) {
      refuse(typed, t('scan.noPlate'))
      return
    }
    const request = { id: newId(), way: token === null ? way : ('scan' as const) }
    void deliver({ ...request, ...(token === null ? { door: typed } : { token }) }, new Date())
  }

  function refuse(what: string, sentence: string): void {
    last.value = { state: 'refused', what, sentence }
    beep('refused')
  }

  async function deliver(request: NewSignIn, at: Date): Promise<void> {
    const what = request.door ?? ''
    try {
      const answer = await post(request)
      last.value = { state: answer.isAgain ? 'again' : 'taken', answer }
      beep(answer.isAgain ? 'again' : 'taken')
      signedIn()
    } catch (error) {
      const failure = asFailure(error)
      if (failure.isDecided) return refuse(what, failure.message)
      keep([...unsent.value, { ...request, at: at.toISOString() }])
      last.value = { state: 'kept', what }
      beep('again')
    }
  }

  async function post(request: NewSignIn): Promise<SignInView> {
    return call(operations.createSignIn, { params: { v: village, activity }, body: request })
  }

  /** Sends what is stored, in its order, until one has no answer. */
  async function resume(): Promise<void> {
    if (isSending.value || unsent.value.length === 0) return
    isSending.value = true
    for (const request of [...unsent.value]) {
      const failure = await post(request).then(
        () => null,
        (error: unknown): Failure => asFailure(error),
      )
      if (failure && !failure.isDecided) break
      keep(unsent.value.filter(({ id }) => id !== request.id))
      if (failure) refuse(request.door ?? '', failure.message)
      else signedIn()
    }
    isSending.value = false
  }

  useIntervalFn(() => void resume(), retryMs)
  useEventListener('online', () => void resume())
  void resume()

  return { last, waiting: computed(() => unsent.value.length), sign, resume }
}
