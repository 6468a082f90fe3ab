/** The village that the person works on; every page below its frame can rely on it. */
import { computed, type ComputedRef, inject, type InjectionKey, type Ref } from 'vue'
import type { RuleView } from '../../server/contract/villages/rules.ts'
import type { VillageView } from '../../server/contract/villages/villages.ts'
import { localDateAt, type LocalDate } from '../../server/domain/calendar/calendar.ts'
import type { Power } from '../../server/domain/people/powers.ts'
import { type PrivateField, sees } from '../../server/domain/people/privateFields.ts'
import type { StaffFeed } from '../shell/live/staffFeed.ts'

export interface VillageWork {
  slug: string
  village: ComputedRef<VillageView>
  /** All rules, retired ones too, by dimension. */
  rules: Readonly<Ref<RuleView[]>>
  powers: ReadonlySet<Power>
  feed: StaffFeed
  /** Reloads village and rules, after an import for instance. */
  refresh: () => Promise<void>
}

export const villageWork: InjectionKey<VillageWork> = Symbol('village')

/** @throws outside of a village's frame */
export function useVillage(): VillageWork & {
  /** Today's date where the village is. */
  today: () => LocalDate
  /** CSS colour of a dimension by its id or name. */
  colourOf: (dimension: number | string | null) => string
  canEnter: ComputedRef<boolean>
  /** Whether the server shows the private field to this person; empty otherwise. */
  sees: (field: PrivateField) => boolean
} {
  const work = inject(villageWork)
  if (!work) throw new Error('there is no village around this component')
  return {
    ...work,
    today: () => localDateAt(Date.now(), work.village.value.timezone),
    colourOf: (dimension) => {
      const at = work.village.value.dimensions.findIndex(
        ({ id, name }) => id === dimension || name === dimension,
      )
      return at < 0 ? 'var(--ink-soft)' : `var(--dimension-${(at % 8) + 1})`
    },
    canEnter: computed(() => work.powers.has('enter')),
    sees: (field) => sees(work.powers, field),
  }
}
