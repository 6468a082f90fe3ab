import { useThrottleFn } from '@vueuse/core'
import { type Ref, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { useLoaded } from '../fields/loading/useLoaded.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'

/** A large round is reloaded at most this often, ms. */
const quietMs = 2_000

/** One round with its doors, updated by the inspectors' visits. */
export function useRound(id: Readonly<Ref<number>>) {
  const { slug, feed } = useVillage()
  const {
    data: round,
    failure,
    load,
  } = useLoaded(() => call(operations.readRound, { params: { v: slug, round: id.value } }))

  const follow = useThrottleFn(load, quietMs, true)
  feed.onRounds(() => void follow())
  feed.onClaims(() => void follow())
  feed.onReturn(() => void load())
  watch(id, () => {
    round.value = null
    void load()
  })
  return { round, failure, load }
}
