import { z } from 'zod'
import { mostPhotos } from '../domain/photos.ts'
import { clientId } from './common.ts'

/** A photo as it is kept; it becomes evidence once something that is written names its id. */
export const photoView = z.object({
  id: clientId,
  /** px */
  width: z.int(),
  height: z.int(),
})
export type PhotoView = z.infer<typeof photoView>

/** Ids of photos that were sent before, as evidence of what is written. */
export const photoIds = z
  .array(clientId)
  .max(mostPhotos)
  .meta({ description: 'Photos that were sent before, as evidence (凭据)' })
