import { useThrottleFn } from '@vueuse/core'
import { type Ref, shallowRef, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { type RoundView } from '../../server/contract/rounds/rounds.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

/** A large round is read anew at most this often, ms. */
const quietMs = 2_000

/** One round with its doors, kept up with what inspectors bring in. */
export function useRound(id: Readonly<Ref<number>>) {
  const { slug, feed } = useVillage()
  const round = shallowRef<RoundView | null>(null)
  const failure = shallowRef<Failure | null>(null)

  async function load(): Promise<void> {
    failure.value = null
    const asked = id.value
    try {
      const answer = await call(operations.readRound, { params: { v: slug, round: asked } })
      if (asked === id.value) round.value = answer
    } catch (error) {
      failure.value = asFailure(error)
    }
  }

  const follow = useThrottleFn(load, quietMs, true)
  feed.onRounds(() => void follow())
  feed.onClaims(() => void follow())
  feed.onReturn(() => void load())
  watch(
    id,
    () => {
      round.value = null
      void load()
    },
    { immediate: true },
  )
  return { round, failure, load }
}
