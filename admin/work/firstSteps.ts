import { useStorage } from '@vueuse/core'
import { computed, shallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { call } from '../shell/api/call.ts'
import { useVillage } from '../villages/village.ts'

export interface FirstStep {
  name: 'households' | 'rules' | 'people' | 'screens' | 'score'
  /** Name of the page where it is done. */
  page: string
  isDone: boolean
}

/**
 * The five steps of a village's first day, each ticked once its page has what it needs; for administrators, until all
 * are done or somebody has put them away on this computer.
 */
export function useFirstSteps() {
  const { slug, village, rules, powers, feed } = useVillage()
  const isAway = useStorage(`yiping.first-steps.${slug}`, false)
  const others = shallowRef<{ people: number; screens: number; scores: number } | null>(null)
  const mayShow = computed(() => powers.has('administer') && !village.value.sample && !isAway.value)

  async function load(): Promise<void> {
    const params = { v: slug }
    const [people, screens, scores] = await Promise.all([
      call(operations.listPeople, { params }),
      call(operations.listScreens, { params }),
      call(operations.listPostings, { params, query: { limit: 1 } }),
    ])
    others.value = {
      people: people.items.length,
      screens: screens.items.length,
      scores: scores.items.length,
    }
  }
  // The guide is no reason to complain: without an answer it stays away.
  const loadQuietly = () => void (mayShow.value && load().catch(() => {}))
  loadQuietly()
  feed.onScreens(loadQuietly)
  feed.onReturn(loadQuietly)

  const steps = computed((): FirstStep[] => {
    if (!mayShow.value || !others.value) return []
    const all: FirstStep[] = [
      { name: 'households', page: 'import', isDone: village.value.households > 0 },
      { name: 'rules', page: 'rules', isDone: rules.value.length > 0 },
      { name: 'people', page: 'people', isDone: others.value.people > 1 },
      { name: 'screens', page: 'screens', isDone: others.value.screens > 0 },
      { name: 'score', page: 'entry', isDone: others.value.scores > 0 },
    ]
    return all.every(({ isDone }) => isDone) ? [] : all
  })
  return { steps, putAway: () => (isAway.value = true) }
}
