import { z } from 'zod'
import { door } from '../fields/door.ts'
import { clientId } from '../fields/ids.ts'
import { doorToken } from './doors.ts'

/** How many cards one call makes. */
export const mostCards = 100

export const newCards = z.object({ id: clientId, doors: z.array(door).min(1).max(mostCards) })

/** A card (积分卡), told once: the server keeps no more than hashes of its secrets. */
export const cardView = z.object({
  door,
  group: z.string(),
  token: doorToken,
  /** 128 random bits, base64url: stands behind the `#` of the card's address. */
  card: z.string(),
  /** Six digits. */
  code: z.string(),
})
export type CardView = z.infer<typeof cardView>

export const cardList = z.object({ items: z.array(cardView) })
