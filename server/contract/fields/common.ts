/** Shapes that several parts of the API share. */
import { z } from 'zod'
import { isLocalDate } from '../../domain/calendar/calendar.ts'
import { cursor } from './cursor.ts'
import { asTyped, oneLine } from './text.ts'

/** Made by the client before sending; the same id again is the same write. Compared as sent: case matters. */
export const clientId = z.uuid().meta({
  description:
    'UUID made by the client before sending; the same id again is the same write. ' +
    'Compared as sent: upper and lower case make different ids',
})

export const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'not-a-slug')
  .meta({ description: 'Short name of a village in addresses: a-z, 0-9 and dashes' })

export const door = oneLine(1, 24).meta({ description: 'Door number (门牌号)' })

/** A door number to be given: without characters that make another one which prints the same. */
export const newDoor = door.refine(
  (text) => !/[\p{Variation_Selector}\p{Co}]/u.test(text),
  'unseen-characters',
)

export const localDate = z
  .string()
  .refine(isLocalDate, 'not-a-date')
  // A slip of the keyboard, such as 0206 or 20266, is no day of a village.
  .refine((date) => date >= '1900-01-01' && date <= '2199-12-31', 'date-out-of-range')
  .meta({ description: "Date in the village's time zone, YYYY-MM-DD", format: 'date' })

/** An RFC 9457 problem document. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** One plain sentence in the caller's language: what is wrong and what to do. */
  detail: z.string(),
  /** Stable code for programs. */
  code: z.string(),
  requestId: z.string().optional(),
  /** One entry for each line or field that was refused. */
  errors: z
    .array(
      z.object({
        /** Index in the submitted array, when there was one. */
        index: z.int().optional(),
        /** Door the line named, when it named one. */
        door: z.string().optional(),
        field: z.string().optional(),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .optional(),
})
export type Problem = z.infer<typeof problem>

/** One page of a list; `next` is the cursor of the next page, null on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** What a list of households, or of what is theirs, is searched by. */
export const householdSearch = asTyped(0, 50)
  .trim()
  .meta({ description: 'Door, part of the name, or initials of its pinyin' })

export const cursorQuery = {
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
}
