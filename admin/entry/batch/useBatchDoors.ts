import { whenever } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import type { HouseholdView } from '../../../server/contract/households/households.ts'
import type { useDirectory } from '../../households/find/useDirectory.ts'
import { doorList } from './doorList.ts'

type Directory = Pick<ReturnType<typeof useDirectory>, 'byDoor' | 'ofHead' | 'find' | 'isLoading'>

/** One door of the batch. */
export interface BatchDoor {
  door: string
  /** Undefined where the village has no such door. */
  household: HouseholdView | undefined
  /** Households that share the name that was typed, where it names no door. */
  namesakes: readonly HouseholdView[]
  /** Own figure; empty for the common one. */
  value: string
  /** Why the server refused it, as a sentence. */
  refusal: string
}

/** The doors chosen for one batch, each once: unknown ones first, then the newest. */
export function useBatchDoors({ byDoor, ofHead, find, isLoading }: Directory, village: string) {
  const chosen = shallowRef<readonly { door: string; value: string }[]>([])
  /** Typed before the households had arrived. */
  let early = ''
  const refusals = ref<ReadonlyMap<string, string>>(new Map())

  const all = computed<BatchDoor[]>(() =>
    chosen.value.map(({ door, value }) => ({
      door,
      value,
      household: byDoor.value.get(door),
      namesakes: byDoor.value.has(door) ? [] : ofHead(door),
      refusal: refusals.value.get(door) ?? '',
    })),
  )
  const unknown = computed(() => all.value.filter(({ household }) => household === undefined))
  const known = computed(() => all.value.filter(({ household }) => household !== undefined))
  const doors = computed(() => [...unknown.value, ...known.value])
  const has = computed(() => new Set(chosen.value.map(({ door }) => door)))

  /**
   * Adds the doors in a text.
   *
   * @returns those that were chosen before
   */
  function addText(text: string): string[] {
    if (isLoading.value) {
      early += `${text}\n`
      return []
    }
    const twice: string[] = []
    const next = new Map(chosen.value.map((entry) => [entry.door, entry]))
    const fresh: { door: string; value: string }[] = []
    for (const entry of doorList(text, village, find)) {
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

  whenever(
    () => !isLoading.value,
    () => {
      const text = early
      early = ''
      addText(text)
    },
  )

  function remove(gone: Iterable<string>): void {
    const doorsGone = new Set(gone)
    chosen.value = chosen.value.filter(({ door }) => !doorsGone.has(door))
    refusals.value = new Map([...refusals.value].filter(([door]) => !doorsGone.has(door)))
  }

  /** Puts a household in the place of an unknown door; what stood beside that stays. */
  function mend(unknown: string, door: string): void {
    const value = chosen.value.find((entry) => entry.door === unknown)?.value ?? ''
    const before = chosen.value.find((entry) => entry.door === door)
    const mended = { door, value: before && before.value !== '' ? before.value : value }
    chosen.value = chosen.value
      .filter((entry) => entry !== before)
      .map((entry) => (entry.door === unknown ? mended : entry))
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

  return { chosen, doors, unknown, known, has, refusals, addText, remove, mend, setValue, toggle, clear }
}
