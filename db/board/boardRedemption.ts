import type { BoardRedemption } from '../../server/domain/board/board.ts'
import type { RedemptionTerms } from '../../server/domain/points/redemptionTerms.ts'
import { deskHours } from '../redemption/desk.ts'
import { listGoods } from '../redemption/goods.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** Sessions of the desk on the board. */
const mostSessions = 12

/** What points can be redeemed for, and when the desk is open next; null while there are no goods. */
export async function boardRedemption(
  store: Store,
  { id: village, redemption }: Pick<VillageRow, 'id' | 'redemption'>,
  today: string,
): Promise<BoardRedemption | null> {
  const goods = (await listGoods(store, village)).filter(({ retired }) => !retired)
  if (goods.length === 0) return null
  const hours = await deskHours(store, village, today)
  return {
    goods: goods.map(({ name, points, left }) => ({ name, points, left })),
    desk: hours.sessions[0] ?? null,
    hours: { ...hours, sessions: hours.sessions.slice(0, mostSessions) },
    terms: JSON.parse(redemption) as RedemptionTerms,
  }
}
