import type { Ref } from 'vue'
import { z } from 'zod'
import type { RuleView } from '../../../server/contract/villages/rules.ts'
import type { LocalDate } from '../../../server/domain/calendar/calendar.ts'
import { usePageDraft } from '../../fields/drafts/usePageDraft.ts'
import { useVillage } from '../../villages/village.ts'
import type { TypedDoor } from './doorList.ts'

const batchDraft = z.object({
  /** Id of the rule. */
  rule: z.int().nullable(),
  common: z.string(),
  /** Null for the day on which it is looked at again. */
  date: z.string().nullable(),
  note: z.string(),
  doors: z.array(z.object({ door: z.string(), value: z.string() })),
})

/** What stands on the page. */
interface Typed {
  rule: Ref<RuleView | null>
  common: Ref<string>
  date: Ref<LocalDate | null>
  note: Ref<string>
  chosen: Ref<readonly TypedDoor[]>
}

/** Keeps what is typed for a batch, and fills it in again when the page opens. */
export function useBatchDraft({ rule, common, date, note, chosen }: Typed): void {
  const { slug, rules, today } = useVillage()
  const kept = usePageDraft(`batch.${slug}`, batchDraft, () => {
    const isEmpty = !rule.value && common.value === '' && note.value === '' && chosen.value.length === 0
    if (isEmpty && date.value === today()) return null
    return {
      rule: rule.value?.id ?? null,
      common: common.value,
      date: date.value === today() ? null : date.value,
      note: note.value,
      doors: [...chosen.value],
    }
  })
  if (!kept) return
  rule.value = rules.value.find(({ id }) => id === kept.rule) ?? null
  common.value = kept.common
  date.value = kept.date ?? today()
  note.value = kept.note
  chosen.value = kept.doors
}
