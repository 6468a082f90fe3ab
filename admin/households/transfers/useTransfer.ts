import { v7 as newId } from 'uuid'
import { shallowRef } from 'vue'
import type { TransferView } from '../../../server/contract/households/households.ts'
import { useForm } from '../../fields/dialogs/useForm.ts'

/** A split or merge in two steps: preview, then send. */
export function useTransfer(work: {
  preview: (id: string) => Promise<TransferView>
  send: (id: string) => Promise<TransferView>
  done: (made: TransferView) => void
}) {
  const plan = shallowRef<TransferView | null>(null)
  const { refusal, isSending, submit } = useForm()
  /** One id per content: a retry is idempotent. */
  let id = newId()

  /** Discards the preview, after a change of the form. */
  function begin(): void {
    plan.value = null
    refusal.value = ''
    id = newId()
  }

  /** Shows the preview; once it is shown, sends. */
  async function next(): Promise<void> {
    await submit(async () => {
      if (plan.value) work.done(await work.send(id))
      else plan.value = await work.preview(id)
    })
  }

  return { plan, isSending, begin, next }
}
