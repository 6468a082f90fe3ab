import { computed } from 'vue'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import { operations } from '../../../server/contract/operations/operations.ts'
import { useLoaded } from '../../fields/lists/useLoaded.ts'
import { call } from '../../shell/api/call.ts'
import { useVillage } from '../../villages/village.ts'

/** Every household of the village at hand, to know a door while it is being typed. */
export function useDirectory() {
  const { slug } = useVillage()
  const { data, isLoading, failure, load } = useLoaded(() => everyHousehold(slug))
  const households = computed(() => data.value ?? [])
  const byDoor = computed(() => new Map(households.value.map((household) => [household.door, household])))
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
