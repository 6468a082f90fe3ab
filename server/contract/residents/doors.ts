/** What stands behind a door's QR code for anybody, and how its household opens it. */
import { z } from 'zod'
import { boardPublicity, boardRedemption, boardRules } from '../board/board.ts'
import { door } from '../fields/door.ts'
import { slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points, pointUnit } from '../fields/points.ts'
import { sixDigits } from '../fields/sixDigits.ts'
import { asTyped } from '../fields/text.ts'
import { residentSettings, seasonView } from '../villages/villages.ts'

/** What a plate's QR code carries: it says which door it is, and authenticates nobody. */
export const doorToken = asTyped(1, 64)

/** Of one household, what the wall shows. */
export const publicHousehold = z.object({
  village: z.object({ slug, name: z.string() }),
  unit: pointUnit,
  season: seasonView,
  /** Today, where the village is. */
  today: localDate,
  /** Time there, HH:MM. */
  time: z.string(),
  /** The month that `month` speaks of, YYYY-MM. */
  thisMonth: z.string(),
  door,
  /** As the public may see it; null where only the door is shown. */
  name: z.string().nullable(),
  group: z.string(),
  score: points,
  /** What of the score was earned this month. */
  month: z.int(),
  rank: z.int(),
  /** How many households are ranked. */
  households: z.int(),
  byDimension: z.array(z.object({ id: z.int(), name: z.string(), points })),
  /** Names of the dimensions that part equal scores, in their order. */
  tieBreakers: z.array(z.string()),
  rules: boardRules,
  /** Its level in the latest period that was evaluated; null without one. */
  level: z.object({ period: z.string(), level: z.string(), stars: z.int() }).nullable(),
  redemption: boardRedemption,
  publicity: z.array(
    boardPublicity.element.omit({ address: true }).extend({
      /** Days on which one can still object, today included. */
      daysLeft: z.int(),
    }),
  ),
  settings: residentSettings,
})
export type PublicHousehold = z.infer<typeof publicHousehold>

/** The same, for whoever has the door's plate before them. */
export const doorView = publicHousehold.extend({
  /** Whether the caller is this household, by a secret that it showed before. */
  isOpen: z.boolean(),
  /** Whether the caller is signed in as somebody who scores at the doors of this village. */
  worker: z.boolean(),
})
export type DoorView = z.infer<typeof doorView>

/** The secret of the card, from behind the `#` of its address, or the six digits beside it. */
export const doorKey = z.union([z.object({ card: asTyped(16, 64) }), z.object({ code: sixDigits })])

/** Door and code, for somebody who has no plate before them. */
export const doorAndCode = z.object({ door, code: sixDigits })

export const foundDoor = z.object({ token: doorToken })
