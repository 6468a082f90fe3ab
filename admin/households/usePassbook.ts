import { type Ref, shallowRef, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { type Answer, call, wasAborted } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

/** The account of whichever household is asked for, kept up with what is posted to it. */
export function usePassbook(door: Readonly<Ref<string | null>>) {
  const { slug, feed } = useVillage()
  const passbook = shallowRef<Answer<typeof operations.readPassbook> | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let running: AbortController | null = null

  async function load(): Promise<void> {
    running?.abort()
    if (door.value === null) return
    const mine = (running = new AbortController())
    failure.value = null
    try {
      const answer = await call(operations.readPassbook, {
        params: { v: slug, door: door.value },
        signal: mine.signal,
      })
      if (running === mine) passbook.value = answer
    } catch (error) {
      if (!wasAborted(error) && running === mine) failure.value = asFailure(error)
    }
  }

  watch(
    door,
    (now) => {
      if (now !== passbook.value?.household.door) passbook.value = null
      void load()
    },
    { immediate: true },
  )
  feed.onPostings((postings) => {
    if (postings.some((posting) => posting.door === door.value)) void load()
  })
  feed.onReturn(() => void load())

  return { passbook, failure, load }
}
