import { computed, ref } from 'vue'
import type { PlateView } from '../../../server/contract/households/plates.ts'
import { doorList } from '../../entry/batch/doorList.ts'
import { t } from '../../shell/words/translate.ts'
import { useVillage } from '../../villages/village.ts'

/**
 * Chooses plates by group and by typed doors; all of them where neither is given.
 *
 * @param plates of the village, null until they have arrived
 * @param first what is typed at first
 * @returns `missing`, typed doors that the village does not have
 */
export function useDoorChoice(plates: () => readonly PlateView[] | null, first = '') {
  const { village } = useVillage()
  const group = ref('')
  const doors = ref(first)

  const groups = computed(() => [
    { value: '', label: t('households.allGroups') },
    ...village.value.groups.map(({ name }) => ({ value: name, label: name })),
  ])
  const wanted = computed(() => doorList(doors.value, village.value.name).map(({ door }) => door))
  const chosen = computed(() =>
    (plates() ?? []).filter(
      (plate) =>
        (group.value === '' || plate.group === group.value) &&
        (wanted.value.length === 0 || wanted.value.includes(plate.door)),
    ),
  )
  const missing = computed(() => {
    const known = new Set(plates()?.map(({ door }) => door))
    return plates() ? wanted.value.filter((door) => !known.has(door)) : []
  })

  return { group, groups, doors, chosen, missing }
}
