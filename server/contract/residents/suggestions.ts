import { z } from 'zod'
import { door, householdSearch } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { cursor } from '../fields/page.ts'
import { privateTo } from '../fields/privateTo.ts'
import { manyLines } from '../fields/text.ts'

export const newSuggestion = z.object({ id: clientId, text: manyLines(1, 300) })

/** A suggestion as staff read it. */
export const suggestionView = z.object({
  id: z.string(),
  door,
  head: z.string(),
  group: z.string(),
  text: privateTo('suggestion', z.string()),
  createdAt: z.string(),
  answer: privateTo('suggestion', z.string().nullable()),
  answeredAt: z.string().nullable(),
  answeredBy: z.string().nullable(),
})
export type SuggestionView = z.infer<typeof suggestionView>

export const suggestionQuery = z.object({
  q: householdSearch.optional(),
  state: z.enum(['open', 'answered']).optional(),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const suggestionAnswer = z.object({ id: clientId, text: manyLines(1, 300) })
