/** Redemption (兑换): a household takes goods for points. Score and place stay as they are. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { opposite } from '../../server/domain/points/posting.ts'
import { recordChange } from '../audit/audit.ts'
import { type Household, mustFindHousehold } from '../households/households.ts'
import { Appender } from '../ledger/appender.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import { inOrder } from '../store/inOrder.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { localMoment, refuseClosedDesk } from './desk.ts'
import { type Goods, mustFindGoods, writeMovement } from './goods.ts'
import { type Redeemable, redeemableOf } from './redeemable.ts'
import { readRedemption, type Redemption } from './redemptionRecords.ts'

export interface RedemptionRequest {
  /** Made by the client. */
  id: string
  door: string
  lines: { goods: number; amount: number }[]
  /** Total that was shown to the household, points. */
  total?: number | undefined
  /** How the desk made sure who asks, where it was not by the card's digits; recorded. */
  checkedOtherwise?: string | undefined
}

/** Whether a redemption was made under this id. */
export async function isRedeemed(store: Store, village: number, id: string): Promise<boolean> {
  return (
    (await store.first('SELECT 1 FROM redemptions WHERE village_id = ? AND request_id = ?', village, id)) !==
    undefined
  )
}

/**
 * Redeems a basket of goods for points, all or nothing. The same id again returns the
 * first result.
 *
 * @throws Refused while the balance is below zero, when points, stock or the household's share do not suffice, when
 *   the desk is closed, or the price is another than the household was told
 */
export async function redeem(
  store: Store,
  scope: Scope,
  request: RedemptionRequest,
): Promise<{ redemption: Redemption; fresh: boolean }> {
  requirePower(scope, 'redeem')
  return store.write(scope.village, async (store) => {
    const { total: told } = request
    const content = ['redemption', request.door, request.lines, ...(told === undefined ? [] : [told])]
    const digest = requestDigest(content)
    if (await madeBefore(store, scope.village, 'redemptions', request.id, digest))
      return { redemption: await readRedemption(store, scope.village, request.id), fresh: false }
    const season = await mustFindActiveSeason(store, scope.village)
    const moment = await localMoment(store, scope.village, Date.now())
    await refuseClosedDesk(store, scope.village, moment)
    const household = await mustFindHousehold(store, scope.village, request.door)
    const basket = await inOrder(mergedLines(request.lines), async ({ goods, amount }) => ({
      goods: await mustFindGoods(store, scope.village, goods),
      amount,
    }))
    for (const line of basket) await refuseScarce(store, scope.village, household.id, season.id, line)
    const total = basket.reduce((sum, { goods, amount }) => sum + goods.points * amount, 0)
    if (told !== undefined && told !== total)
      throw new Refused('conflict', 'price-changed', { shown: told, now: total })
    if (household.balance < 0)
      throw new Refused('unprocessable', 'balance-negative', {
        door: household.door,
        balance: household.balance,
      })
    if (total > household.balance)
      throw new Refused('unprocessable', 'balance-short', {
        door: household.door,
        balance: household.balance,
        total,
      })
    refuseBeyond(await redeemableOf(store, scope.village, household), household, total)
    const recorded = { recorded_at: new Date().toISOString(), recorded_by: scope.user, recorder: scope.name }
    const id = await store.insert('redemptions', {
      village_id: scope.village,
      request_id: request.id,
      request: digest.stored,
      household_id: household.id,
      season_id: season.id,
      on_day: moment.day,
      balance_after: household.balance - total,
      ...recorded,
    })
    const appender = await Appender.open(store, scope.village)
    for (const [index, { goods, amount }] of basket.entries()) {
      const points = goods.points * amount
      const { seq } = (
        await appender.append({
          id: `${request.id}/${index}`,
          kind: 'redeem',
          household_id: household.id,
          season_id: season.id,
          occurred_on: moment.day,
          request: digest.stored,
          ...recorded,
          points: opposite(points),
          text: `${goods.name} ×${amount}`,
        })
      ).row
      if (goods.left !== null)
        await writeMovement(store, scope, goods.id, {
          id: `${request.id}/${index}`,
          kind: 'redeem',
          amount: opposite(amount),
          note: household.door,
        })
      await store.insert('redemption_lines', {
        village_id: scope.village,
        redemption_id: id,
        goods_id: goods.id,
        name: goods.name,
        amount,
        points,
        value_cents: goods.valueCents === null ? null : goods.valueCents * amount,
        seq,
      })
    }
    await appender.finish()
    const how = request.checkedOtherwise
    if (how !== undefined)
      await recordChange(store, scope, 'redemption.checked-otherwise', household.door, null, { how })
    await bumpRevision(store, scope.village)
    return { redemption: await readRedemption(store, scope.village, request.id), fresh: true }
  })
}

function refuseBeyond(redeemable: Redeemable, { door, balance }: Household, total: number): void {
  const { bar, points, keep, least } = redeemable
  if (bar) throw new Refused('conflict', 'redemption-barred', { door, ...bar })
  if (balance < least) throw new Refused('unprocessable', 'balance-below-least', { door, balance, least })
  if (total > points) throw new Refused('unprocessable', 'balance-kept', { door, points, keep, total })
}

/** One line for each good, however often it was put into the basket. */
function mergedLines(lines: RedemptionRequest['lines']): RedemptionRequest['lines'] {
  const amounts = new Map<number, number>()
  for (const { goods, amount } of lines) amounts.set(goods, (amounts.get(goods) ?? 0) + amount)
  return [...amounts].map(([goods, amount]) => ({ goods, amount }))
}

async function refuseScarce(
  store: Store,
  village: number,
  household: number,
  season: number,
  { goods, amount }: { goods: Goods; amount: number },
): Promise<void> {
  const { name, left, householdLimit: limit } = goods
  if (goods.retired) throw new Refused('conflict', 'goods-retired', { goods: name })
  if (left !== null && amount > left) throw new Refused('conflict', 'stock-short', { goods: name, left })
  if (limit === null) return
  const { had } = await store.one<{ had: number }>(
    `SELECT coalesce(sum(l.amount), 0) AS had FROM redemption_lines l
       JOIN redemptions r ON r.village_id = l.village_id AND r.id = l.redemption_id
       WHERE l.village_id = ? AND l.goods_id = ? AND r.household_id = ? AND r.season_id = ?
         AND l.return_seq IS NULL`,
    village,
    goods.id,
    household,
    season,
  )
  if (had + amount > limit) throw new Refused('conflict', 'goods-limit', { goods: name, limit, had })
}
