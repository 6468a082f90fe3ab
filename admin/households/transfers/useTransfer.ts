import { v7 as newId } from 'uuid'
import { ref, shallowRef } from 'vue'
import { type TransferView } from '../../../server/contract/households/households.ts'
import { asFailure } from '../../shell/api/failure.ts'
import { useRefusal } from '../../fields/useRefusal.ts'

/** A split or merge in two steps: first what it will do, then doing it. */
export function useTransfer(work: {
  preview: (id: string) => Promise<TransferView>
  send: (id: string) => Promise<TransferView>
  done: (made: TransferView) => void
}) {
  const plan = shallowRef<TransferView | null>(null)
  const { refusal, refuse } = useRefusal()
  const isSending = ref(false)
  /** One id for one wish, so that a second try cannot do it twice. */
  let id = newId()

  /** Something was changed: what was foreseen holds no longer. */
  function begin(): void {
    plan.value = null
    refusal.value = ''
    id = newId()
  }

  /** Foresees, and once that was shown, does it. */
  async function next(): Promise<void> {
    if (isSending.value) return
    isSending.value = true
    refusal.value = ''
    try {
      if (plan.value) work.done(await work.send(id))
      else plan.value = await work.preview(id)
    } catch (error) {
      refuse(asFailure(error))
    } finally {
      isSending.value = false
    }
  }

  return { plan, refusal, isSending, begin, next }
}
