import { useTimeoutPoll } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { operations } from '../../server/contract/operations/operations.ts'
import type { ImportView } from '../../server/contract/scores/imports.ts'
import { cutText } from '../../server/domain/text/characters.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

/** Polling interval, ms: progress is pushed too, but a push can be lost. */
const askEvery = 1_000
/** The same while a workbook is read once more, ms. */
const answeredAfter = 200

/**
 * One import from the file to the ledger. Its id is in the page's address: a reload shows the preview again.
 */
export function useImport() {
  const { slug, feed, refresh } = useVillage()
  const route = useRoute()
  const router = useRouter()
  const view = shallowRef<ImportView | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isSending = ref(false)
  /** The workbook is read once more, with what was chosen. */
  const isAnswering = ref(false)
  const filename = ref('')
  const share = ref(0)
  const isReading = computed(() => view.value?.state === 'reading')

  const { resume, pause } = useTimeoutPoll(ask, askEvery, { immediate: false })

  feed.onImport(({ importId, share: reached }) => {
    if (importId === view.value?.id) share.value = reached
  })

  async function begin(file: File): Promise<void> {
    reset()
    filename.value = file.name
    isSending.value = true
    try {
      const answer = await call(operations.startImport, {
        params: { v: slug },
        query: { filename: cutText(file.name, 200) },
        body: file,
      })
      view.value = answer
      await router.replace({ query: { import: answer.id } })
      resume()
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      isSending.value = false
    }
  }

  async function ask(): Promise<void> {
    const id = view.value?.id ?? route.query['import']
    if (typeof id !== 'string') return
    try {
      view.value = await call(operations.readImport, { params: { v: slug, import: id } })
      failure.value = null
      if (!isReading.value) pause()
    } catch (error) {
      failure.value = asFailure(error)
      if (failure.value.kind === 'unreachable') return
      // A restarted server has lost the preview.
      pause()
      view.value = null
    }
  }

  /** Says what the workbook leaves open; it is read again. */
  async function answer(answers: Record<string, string>): Promise<void> {
    if (!view.value || isAnswering.value || isSending.value) return
    isAnswering.value = true
    failure.value = null
    try {
      let answered = await call(operations.answerImport, {
        params: { v: slug, import: view.value.id },
        body: { answers },
      })
      // The preview stays in sight meanwhile, so that the page does not jump.
      while (answered.state === 'reading') {
        await new Promise((resolve) => setTimeout(resolve, answeredAfter))
        answered = await call(operations.readImport, { params: { v: slug, import: answered.id } })
      }
      view.value = answered
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      isAnswering.value = false
    }
  }

  async function confirm(skipProblems: boolean): Promise<void> {
    if (!view.value || isSending.value) return
    isSending.value = true
    failure.value = null
    try {
      view.value = await call(operations.confirmImport, {
        params: { v: slug, import: view.value.id },
        body: { skipProblems },
      })
      await refresh()
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      isSending.value = false
    }
  }

  function reset(): void {
    pause()
    view.value = null
    failure.value = null
    share.value = 0
  }

  async function startOver(): Promise<void> {
    reset()
    await router.replace({ query: {} })
  }

  if (typeof route.query['import'] === 'string') resume()

  return { view, failure, isSending, isAnswering, filename, share, begin, answer, confirm, startOver }
}
