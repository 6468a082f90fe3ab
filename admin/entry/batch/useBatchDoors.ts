import { computed, type Ref, ref, shallowRef } from 'vue'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import { doorList } from './doorList.ts'

/** One door of the batch. */
export interface BatchDoor {
  door: string
  /** Undefined where the village has no such door. */
  household: HouseholdView | undefined
  /** Own figure; empty for the common one. */
  value: string
  /** Why the server refused it, as a sentence. */
  refusal: string
}

/** The doors chosen for one batch, newest first, each once. */
export function useBatchDoors(byDoor: Readonly<Ref<ReadonlyMap<string, HouseholdView>>>, village: string) {
  const chosen = shallowRef<readonly { door: string; value: string }[]>([])
  const refusals = ref<ReadonlyMap<string, string>>(new Map())

  const doors = computed<BatchDoor[]>(() =>
    chosen.value.map(({ door, value }) => ({
      door,
      value,
      household: byDoor.value.get(door),
      refusal: refusals.value.get(door) ?? '',
    })),
  )
  const unknown = computed(() => doors.value.filter(({ household }) => household === undefined))
  const has = computed(() => new Set(chosen.value.map(({ door }) => door)))

  /**
   * Adds the doors in a text.
   *
   * @returns those that were chosen before
   */
  function addText(text: string): string[] {
    const twice: string[] = []
    const next = new Map(chosen.value.map((entry) => [entry.door, entry]))
    const fresh: { door: string; value: string }[] = []
    for (const entry of doorList(text, village)) {
      const before = next.get(entry.door)
      if (before) twice.push(entry.door)
      if (before && entry.value !== '') next.set(entry.door, entry)
      if (before) continue
      next.set(entry.door, entry)
      fresh.push(entry)
    }
    const freshDoors = new Set(fresh.map(({ door }) => door))
    const kept = [...next.values()].filter(({ door }) => !freshDoors.has(door))
    chosen.value = [...fresh.reverse(), ...kept]
    return twice
  }

  function remove(gone: Iterable<string>): void {
    const doorsGone = new Set(gone)
    chosen.value = chosen.value.filter(({ door }) => !doorsGone.has(door))
    refusals.value = new Map([...refusals.value].filter(([door]) => !doorsGone.has(door)))
  }

  function setValue(door: string, value: string): void {
    chosen.value = chosen.value.map((entry) => (entry.door === door ? { ...entry, value } : entry))
  }

  function toggle(wanted: readonly string[], isChosen: boolean): void {
    if (!isChosen) return remove(wanted)
    const more = wanted.filter((door) => !has.value.has(door)).map((door) => ({ door, value: '' }))
    chosen.value = [...more, ...chosen.value]
  }

  function clear(): void {
    chosen.value = []
    refusals.value = new Map()
  }

  return { chosen, doors, unknown, has, refusals, addText, remove, setValue, toggle, clear }
}
