import { computed, shallowRef } from 'vue'
import { type HouseholdView } from '../../../server/contract/households/households.ts'
import { operations } from '../../../server/contract/operations/operations.ts'
import { call } from '../../shell/api/call.ts'
import { asFailure, type Failure } from '../../shell/api/failure.ts'
import { useVillage } from '../../villages/village.ts'

/** Every household of the village at hand, to know a door while it is being typed. */
export function useDirectory() {
  const { slug } = useVillage()
  const households = shallowRef<HouseholdView[]>([])
  const isLoading = shallowRef(true)
  const failure = shallowRef<Failure | null>(null)
  const byDoor = computed(() => new Map(households.value.map((household) => [household.door, household])))

  async function load(): Promise<void> {
    isLoading.value = true
    failure.value = null
    try {
      households.value = await everyHousehold(slug)
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      isLoading.value = false
    }
  }

  void load()
  return { households, byDoor, isLoading, failure, load }
}

async function everyHousehold(village: string): Promise<HouseholdView[]> {
  const all: HouseholdView[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = { limit: 500, ...(cursor === null ? {} : { cursor }) }
    const page = await call(operations.listHouseholds, { params: { v: village }, query })
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return all
}
