import { onMounted, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { z } from 'zod'
import type { HouseholdView } from '../../server/contract/households/households.ts'
import { operations } from '../../server/contract/operations/operations.ts'
import type { RuleView } from '../../server/contract/villages/rules.ts'
import type { LocalDate } from '../../server/domain/calendar/calendar.ts'
import { usePageDraft } from '../fields/drafts/usePageDraft.ts'
import { call } from '../shell/api/call.ts'
import { asFailure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

const entryDraft = z.object({
  door: z.string().nullable(),
  /** Id of the rule. */
  rule: z.int().nullable(),
  value: z.string(),
  /** Null for the day on which it is looked at again. */
  date: z.string().nullable(),
  note: z.string(),
  keepsRule: z.boolean(),
  keepsDate: z.boolean(),
})
export type EntryDraft = z.output<typeof entryDraft>

/** What stands in the form. */
interface Typed {
  household: Ref<HouseholdView | null>
  rule: Ref<RuleView | null>
  value: Ref<string>
  date: Ref<LocalDate | null>
  note: Ref<string>
  keepsRule: Ref<boolean>
  keepsDate: Ref<boolean>
}

/**
 * Keeps what is typed in the form of one line, and fills it in again when the page opens.
 *
 * @returns `snapshot`, what stands in the form, null for nothing; `restore` fills it in
 */
export function useEntryDraft(typed: Typed) {
  const { slug, rules, today } = useVillage()
  const route = useRoute()
  const kept = usePageDraft(`entry.${slug}`, entryDraft, snapshot)

  function snapshot(): EntryDraft | null {
    const { household, rule, value, date, note, keepsRule, keepsDate } = typed
    const day = date.value === today() ? null : date.value
    const isEmpty = !household.value && !rule.value && value.value === '' && note.value === ''
    if (isEmpty && day === null) return null
    return {
      door: household.value?.door ?? null,
      rule: rule.value?.id ?? null,
      value: value.value,
      date: day,
      note: note.value,
      keepsRule: keepsRule.value,
      keepsDate: keepsDate.value,
    }
  }

  async function restore(draft: EntryDraft): Promise<void> {
    typed.rule.value = rules.value.find(({ id }) => id === draft.rule) ?? null
    typed.value.value = draft.value
    typed.date.value = draft.date ?? today()
    typed.note.value = draft.note
    typed.keepsRule.value = draft.keepsRule
    typed.keepsDate.value = draft.keepsDate
    // The address may name another household.
    if (draft.door === null || typeof route.query['door'] === 'string') return
    try {
      typed.household.value = await call(operations.readHousehold, { params: { v: slug, door: draft.door } })
    } catch (error) {
      // A household that is gone: its door is typed again.
      asFailure(error)
    }
  }

  onMounted(() => kept && restore(kept))

  return { snapshot, restore }
}
