/** Pages of lists. Cursors are opaque to clients: a position or a key inside. */
import { z } from 'zod'

const pattern = /^(?:0|[1-9]\d{0,14})$/

/** A cursor as it comes back from a client; anything a list did not give is refused. */
export const cursor = z
  .string()
  .regex(pattern, 'not-a-cursor')
  .meta({ description: '`next` of the page before' })

export const cursorQuery = {
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
}

/** One page of a list; `next` is the cursor of the next page, null on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}
