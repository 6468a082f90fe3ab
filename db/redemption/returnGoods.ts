/** Takes goods of a redemption back. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { openAccountOf } from '../households/households.ts'
import { Appender } from '../ledger/appender.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { localMoment } from './desk.ts'
import { mustFindGoods, writeMovement } from './goods.ts'
import { readRedemption, type Redemption } from './redemptionRecords.ts'

/**
 * Takes goods of one line back: the points return, and the stock. Points of a
 * household that was merged go to the one it was merged into. The same id again
 * changes nothing.
 *
 * @throws Refused when there is no such line, or it was returned before
 */
export async function returnGoods(
  store: Store,
  scope: Scope,
  line: number,
  { id, reason }: { id: string; reason: string },
): Promise<Redemption> {
  requirePower(scope, 'redeem')
  return store.write(scope.village, async (store) => {
    const row = await store.first<{
      id: number
      goods: number
      name: string
      amount: number
      points: number
      returnSeq: number | null
      household: number
      season: number
      redemption: string
    }>(
      `SELECT l.id, l.goods_id AS goods, l.name, l.amount, l.points, l.return_seq AS "returnSeq",
                r.household_id AS household, r.season_id AS season, r.request_id AS redemption
         FROM redemption_lines l JOIN redemptions r ON r.village_id = l.village_id AND r.id = l.redemption_id
         WHERE l.village_id = ? AND l.id = ?`,
      scope.village,
      line,
    )
    if (!row) throw new Refused('not-found', 'unknown-redemption')
    const digest = requestDigest(['return', line, reason])
    if (await madeBefore(store, scope.village, 'postings', id, digest))
      return readRedemption(store, scope.village, row.redemption)
    if (row.returnSeq !== null) throw new Refused('conflict', 'returned-before', { seq: row.returnSeq })
    const { day } = await localMoment(store, scope.village, Date.now())
    const appender = await Appender.open(store, scope.village)
    const { seq } = (
      await appender.append({
        id,
        kind: 'redeem-return',
        household_id: await openAccountOf(store, scope.village, row.household),
        season_id: row.season,
        occurred_on: day,
        request: digest.stored,
        points: row.points,
        text: `${row.name} ×${row.amount}`,
        recorded_at: new Date().toISOString(),
        recorded_by: scope.user,
        recorder: scope.name,
        note: reason,
      })
    ).row
    await appender.finish()
    if ((await mustFindGoods(store, scope.village, row.goods)).left !== null)
      await writeMovement(store, scope, row.goods, { id, kind: 'return', amount: row.amount, note: reason })
    await store.run(
      'UPDATE redemption_lines SET return_seq = ? WHERE village_id = ? AND id = ?',
      seq,
      scope.village,
      row.id,
    )
    await bumpRevision(store, scope.village)
    return readRedemption(store, scope.village, row.redemption)
  })
}
