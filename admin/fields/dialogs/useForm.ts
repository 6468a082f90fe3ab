import { inject, type InjectionKey, provide, type Ref, ref } from 'vue'
import { asFailure, type Failure } from '../../shell/api/failure.ts'
import { useRefusal } from '../useRefusal.ts'

interface FormState {
  /** Sentence shown below the form, empty for none. */
  refusal: Ref<string>
  isSending: Ref<boolean>
}

const formState: InjectionKey<FormState> = Symbol('formState')

/**
 * Makes the component a form that is sent to the server.
 *
 * @returns everything of `useRefusal`, whether the form is being sent, and `submit`
 */
export function useForm() {
  const { refusal, refuse, complain } = useRefusal()
  const isSending = ref(false)
  provide(formState, { refusal, isSending })

  /**
   * Runs `work` unless the form is being sent already, and shows in the form why it failed.
   *
   * @param row path of the row that a failure is about, as in `useRefusal`
   * @returns the failure; null when `work` succeeded or was not run
   */
  async function submit(work: () => Promise<unknown>, row?: string): Promise<Failure | null> {
    if (isSending.value) return null
    isSending.value = true
    refusal.value = ''
    try {
      await work()
      return null
    } catch (error) {
      const failure = asFailure(error)
      refuse(failure, row)
      return failure
    } finally {
      isSending.value = false
    }
  }

  return { refusal, refuse, complain, isSending, submit }
}

/** @throws outside of a component that called `useForm` */
export function useFormState(): FormState {
  const state = inject(formState)
  if (!state) throw new Error('no component around this one called useForm')
  return state
}
