import { z } from 'zod'
import { door } from '../fields/door.ts'

/** What stands on a door plate (门牌码); never the family's name. */
export const plateView = z.object({
  door,
  group: z.string(),
  /** What the QR code carries; 128 random bits, base64url. */
  token: z.string(),
})
export type PlateView = z.infer<typeof plateView>

/** The door that a plate hangs at. */
export const plateDoor = z.object({ door })

/** All plates of a village. */
export const plateList = z.object({ items: z.array(plateView) })
