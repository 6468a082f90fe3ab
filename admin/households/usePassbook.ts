import { type Ref, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { useLoaded } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'

/** The account of a household, read again when something is posted to it. */
export function usePassbook(door: Readonly<Ref<string | null>>) {
  const { slug, feed } = useVillage()
  const {
    data: passbook,
    failure,
    load,
  } = useLoaded(async () =>
    door.value === null ? null : call(operations.readPassbook, { params: { v: slug, door: door.value } }),
  )
  watch(door, (now) => {
    if (now !== passbook.value?.household.door) passbook.value = null
    void load()
  })
  feed.onPostings((postings) => {
    if (postings.some((posting) => posting.door === door.value)) void load()
  })
  feed.onReturn(() => void load())

  return { passbook, failure, load }
}
