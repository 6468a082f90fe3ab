import { computed, ref } from 'vue'
import { operations } from '../../../../server/contract/operations/operations.ts'
import { useLoaded } from '../../../fields/loading/useLoaded.ts'
import { call } from '../../../shell/api/call.ts'

/** The levels of the latest evaluation, for plates that show them. */
export function usePlateLevels(village: string) {
  /** Off at first: a level changes, and a plate stays. */
  const showsLevels = ref(false)
  const { data } = useLoaded(async () => {
    const { items } = await call(operations.listEvaluations, { params: { v: village } })
    const latest = items
      .filter(({ isReplaced }) => !isReplaced)
      .reduce<(typeof items)[number] | null>((best, one) => (best && best.to >= one.to ? best : one), null)
    if (!latest) return null
    return call(operations.readEvaluation, { params: { v: village, evaluation: latest.id } })
  })
  return {
    showsLevels,
    hasLevels: computed(() => data.value !== null),
    /** In words, by door. */
    levels: computed(
      () =>
        new Map(
          data.value?.lines.map(({ door, level, stars }) => [door, `${level} ${'★'.repeat(stars)}`.trim()]) ??
            [],
        ),
    ),
  }
}
