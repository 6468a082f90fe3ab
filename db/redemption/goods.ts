/** Goods (商品) that points are redeemed for. Stock is the sum of its movements: none is ever overwritten. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { opposite } from '../../server/domain/points/posting.ts'
import { recordChange } from '../audit/audit.ts'
import { inOrder } from '../store/inOrder.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { flagOf } from '../store/tables/flag.ts'
import { requirePicture } from '../villages/pictures.ts'
import { bumpRevision } from '../villages/revision.ts'

export interface Goods {
  id: number
  name: string
  /** Price of one, in points. */
  points: number
  /** What one is worth in money, in cents; null where nobody counts it. */
  valueCents: number | null
  /** How many one household may have in a season; null for no bound. */
  householdLimit: number | null
  /** How many are left; null where stock is not counted. */
  left: number | null
  /** Id of a picture of the village. */
  picture: string | null
  retired: boolean
}

export type MovementKind = 'purchase' | 'count' | 'loss' | 'redeem' | 'return'

export interface Movement {
  id: number
  kind: MovementKind
  /** Signed. */
  amount: number
  /** What was left after it. */
  left: number
  note: string | null
  recordedAt: string
  recordedBy: string
}

const listed = `
  SELECT g.id, g.name, g.points, g.value_cents AS "valueCents", g.household_limit AS "householdLimit",
    CASE g.is_counted WHEN 1 THEN
      (SELECT coalesce(sum(m.amount), 0) FROM stock_movements m WHERE m.village_id = g.village_id AND m.goods_id = g.id)
    END AS left, g.picture, g.retired
  FROM goods g WHERE g.village_id = ?`

/** All goods of the village, those out of use last. */
export async function listGoods(store: Store, village: number): Promise<Goods[]> {
  const rows = await store.all(`${listed} ORDER BY g.retired, g.points, g.id`, village)
  return (rows as (Omit<Goods, 'retired'> & { retired: 0 | 1 })[]).map(toGoods)
}

/** @throws Refused when the village has no such goods */
export async function mustFindGoods(store: Store, village: number, id: number): Promise<Goods> {
  const row = await store.first(`${listed} AND g.id = ?`, village, id)
  if (!row) throw new Refused('not-found', 'unknown-goods')
  return toGoods(row as Omit<Goods, 'retired'> & { retired: 0 | 1 })
}

function toGoods(row: Omit<Goods, 'retired'> & { retired: 0 | 1 }): Goods {
  return { ...row, retired: row.retired === 1 }
}

export interface NewGoods {
  /** Made by the client. */
  id: string
  name: string
  points: number
  valueCents: number | null
  householdLimit: number | null
  isCounted: boolean
  picture: string | null
}

/** Adds goods; `fresh` is false when the same id made them before. @throws Refused when the village has no such picture */
export async function createGoods(
  store: Store,
  scope: Scope,
  goods: NewGoods,
): Promise<{ goods: Goods; fresh: boolean }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const { made, fresh } = await once(store, scope.village, 'goods', goods, async () => {
      await requirePicture(store, scope.village, goods.picture)
      await recordChange(store, scope, 'goods.created', goods.name, null, goods)
      return insertGoods(store, scope.village, goods)
    })
    if (fresh) await bumpRevision(store, scope.village)
    return { goods: await mustFindGoods(store, scope.village, made), fresh }
  })
}

async function insertGoods(store: Store, village: number, goods: NewGoods): Promise<number> {
  const id = await store.insert('goods', {
    village_id: village,
    request_id: goods.id,
    name: goods.name,
    points: goods.points,
    value_cents: goods.valueCents,
    household_limit: goods.householdLimit,
    is_counted: goods.isCounted ? 1 : 0,
    picture: goods.picture,
    created_at: new Date().toISOString(),
  })
  return id
}

export type GoodsChange = {
  [Key in 'name' | 'points' | 'valueCents' | 'householdLimit' | 'picture' | 'retired']?:
    Goods[Key] | undefined
}

/** Changes goods; what was redeemed before keeps its name and price. @throws Refused when the village has no such picture */
export async function changeGoods(
  store: Store,
  scope: Scope,
  id: number,
  change: GoodsChange,
): Promise<Goods> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFindGoods(store, scope.village, id)
    await requirePicture(store, scope.village, change.picture)
    const { valueCents, householdLimit, retired, ...same } = change
    const columns = { value_cents: valueCents, household_limit: householdLimit, retired: flagOf(retired) }
    await store.update('goods', { village_id: scope.village, id }, { ...same, ...columns })
    await recordChange(store, scope, 'goods.changed', before.name, before, change)
    await bumpRevision(store, scope.village)
    return mustFindGoods(store, scope.village, id)
  })
}

export interface NewMovement {
  /** Made by the client. */
  id: string
  kind: 'purchase' | 'count' | 'loss'
  /** How many came or were lost; for a count, how many there are. */
  amount: number
  note: string | null
}

/**
 * Records a purchase, a loss or a count of stock; a count is stored as its
 * difference. The same id again changes nothing.
 *
 * @throws Refused when stock is not counted, or less would be left than nothing
 */
export async function moveStock(
  store: Store,
  scope: Scope,
  goods: number,
  movement: NewMovement,
): Promise<Goods> {
  requirePower(scope, 'redeem')
  return store.write(scope.village, async (store) => {
    const { left, name } = await mustFindGoods(store, scope.village, goods)
    const { fresh } = await once(store, scope.village, 'movement', { ...movement, goods }, async () => {
      if (left === null) throw new Refused('conflict', 'stock-not-counted', { goods: name })
      const { kind, amount } = movement
      const change = kind === 'count' ? amount - left : kind === 'loss' ? opposite(amount) : amount
      if (left + change < 0) throw new Refused('unprocessable', 'stock-short', { goods: name, left })
      await writeMovement(store, scope, goods, { ...movement, amount: change })
      await recordChange(store, scope, 'stock.moved', name, { left }, { left: left + change, kind })
      return goods
    })
    if (fresh) await bumpRevision(store, scope.village)
    return mustFindGoods(store, scope.village, goods)
  })
}

/** Writes the movement alone; `amount` is signed. */
export async function writeMovement(
  store: Store,
  scope: Scope,
  goods: number,
  { id, kind, amount, note }: { id: string; kind: MovementKind; amount: number; note: string | null },
): Promise<void> {
  await store.insert('stock_movements', {
    village_id: scope.village,
    goods_id: goods,
    request_id: id,
    kind,
    amount,
    note,
    recorded_at: new Date().toISOString(),
    recorded_by: scope.user,
    recorder: scope.name,
  })
}

/** The movements of all goods with their names, by goods as they are listed, the newest first. */
export async function everyMovement(
  store: Store,
  village: number,
): Promise<(Movement & { goods: string })[]> {
  return (
    await inOrder(await listGoods(store, village), async ({ id, name }) =>
      (await listMovements(store, village, id)).map((movement) => ({ ...movement, goods: name })),
    )
  ).flat()
}

/** The movements of one good, the newest first. */
export async function listMovements(store: Store, village: number, goods: number): Promise<Movement[]> {
  await mustFindGoods(store, village, goods)
  return store.all<Movement>(
    `SELECT id, kind, amount, sum(amount) OVER (ORDER BY id) AS left, note,
              recorded_at AS "recordedAt", recorder AS "recordedBy"
       FROM stock_movements WHERE village_id = ? AND goods_id = ? ORDER BY id DESC`,
    village,
    goods,
  )
}
