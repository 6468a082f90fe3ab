import { useTimestamp } from '@vueuse/core'
import { operations } from '../../server/contract/operations/operations.ts'
import { useLoaded } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'

/** The village's screens, kept up to date; `now` in ms since 1970, renewed each second. */
export function useScreens() {
  const { slug, feed } = useVillage()
  const now = useTimestamp({ interval: 1_000 })
  const { data: list, failure, load } = useLoaded(() => call(operations.listScreens, { params: { v: slug } }))

  feed.onScreens((told) => (list.value = told))
  feed.onReturn(() => void load())
  return { list, failure, now, load }
}
