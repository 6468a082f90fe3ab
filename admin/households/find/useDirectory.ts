import { computed } from 'vue'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import { operations } from '../../../server/contract/operations/operations.ts'
import { normalizeDoor } from '../../../server/domain/households/door.ts'
import { useLoaded } from '../../fields/loading/useLoaded.ts'
import { call } from '../../shell/api/call.ts'
import { useVillage } from '../../villages/village.ts'

/** Every household of the village at hand, to know a door while it is being typed. */
export function useDirectory() {
  const { slug, village } = useVillage()
  const { data, isLoading, failure, load } = useLoaded(() => everyHousehold(slug))
  const households = computed(() => data.value ?? [])
  const byDoor = computed(() => new Map(households.value.map((household) => [household.door, household])))
  /** By the names of their heads. */
  const byHead = computed(() => {
    const known = new Map<string, HouseholdView[]>()
    for (const household of households.value) {
      const head = nameOf(household.head)
      known.set(head, [...(known.get(head) ?? []), household])
    }
    return known
  })

  /** The households whose head has this name. */
  const ofHead = (text: string): readonly HouseholdView[] => byHead.value.get(nameOf(text)) ?? []

  /** The household that is meant by a door, or by a name that no other has. */
  function find(text: string): { door: string; by: 'door' | 'name' } | null {
    const household = byDoor.value.get(normalizeDoor(text, village.value.name))
    if (household) return { door: household.door, by: 'door' }
    const [named, ...others] = ofHead(text)
    return named && others.length === 0 ? { door: named.door, by: 'name' } : null
  }

  return { households, byDoor, ofHead, find, isLoading, failure, load }
}

/** A name as it is compared: blanks fall away. */
const nameOf = (text: string) => text.normalize('NFKC').replace(/\s+/gu, '')

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
