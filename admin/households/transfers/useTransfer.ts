import { v7 as newId } from 'uuid'
import { shallowRef } from 'vue'
import type { TransferView } from '../../../server/contract/households/households.ts'
import { useForm } from '../../fields/dialogs/useForm.ts'

/** A split or merge in two steps: first what it will do, then doing it. */
export function useTransfer(work: {
  preview: (id: string) => Promise<TransferView>
  send: (id: string) => Promise<TransferView>
  done: (made: TransferView) => void
}) {
  const plan = shallowRef<TransferView | null>(null)
  const { refusal, isSending, submit } = useForm()
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
    await submit(async () => {
      if (plan.value) work.done(await work.send(id))
      else plan.value = await work.preview(id)
    })
  }

  return { plan, isSending, begin, next }
}
