import { watch } from 'vue'
import type { z } from 'zod'
import { storedDraft } from './storedDraft.ts'

/**
 * Keeps what is typed on a page, until it is sent.
 *
 * @param name of the page and its village
 * @param write what is to be kept now; null for nothing
 * @returns what was kept when the page was left, null for nothing
 */
export function usePageDraft<Draft>(
  name: string,
  schema: z.ZodType<Draft>,
  write: () => Draft | null,
): Draft | null {
  const stored = storedDraft(name)
  const kept = schema.safeParse(stored.read())
  watch(
    write,
    (draft) => {
      if (draft === null) stored.clear()
      else stored.put(draft)
    },
    { deep: true },
  )
  return kept.success ? kept.data : null
}
