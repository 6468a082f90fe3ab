import { z } from 'zod'
import { mostPhotos, photoBounds } from '../../domain/rules/photos.ts'
import { clientId } from '../fields/ids.ts'
import { privateTo } from '../fields/privateTo.ts'

/** A photo as it is kept; it becomes evidence once something that is written names its id. */
export const photoView = z.object({
  id: clientId,
  /** px */
  width: z.int(),
  height: z.int(),
})

/** The photos that are evidence of a line. */
export const evidenceView = {
  /** Their ids, in the order they came. */
  photos: privateTo('photos', z.array(z.string())),
  /** How many more there were, whose time is over. */
  photosOver: privateTo('photos', z.int()),
}

/** How much room a village gives its photos, and how long they are kept. */
export const photoSettings = z.object({
  /** MB of 1024 × 1024 bytes. */
  megabytes: z.int().min(photoBounds.megabytes.min).max(photoBounds.megabytes.max),
  /** Null keeps it indefinitely. */
  months: z.int().min(photoBounds.months.min).max(photoBounds.months.max).nullable(),
})

/** Ids of photos that were sent before, as evidence of what is written. */
export const photoIds = z
  .array(clientId)
  .max(mostPhotos)
  .meta({ description: 'Photos that were sent before, as evidence' })
