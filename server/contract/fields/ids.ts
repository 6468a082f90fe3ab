import { z } from 'zod'

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

/** The rows of a list that is searched and sorted in the page: ids in the order of the screen; all where it is left out. */
export const shownIds = z.object({
  ids: z
    .string()
    .max(20_000)
    .regex(/^\d{1,15}(?:,\d{1,15})*$/, 'not-ids')
    .optional(),
})
