/** What was handed out in a stretch of days: line by line, by goods, by household. */
import { compareDoors } from '../../server/domain/households/door.ts'
import type { Store } from '../store/store.ts'

interface Sums {
  redemptions: number
  points: number
  /** In cents; of goods whose worth is known. */
  valueCents: number
}

export interface RedemptionReport extends Sums {
  households: number
  goods: (Omit<Sums, 'redemptions'> & { name: string; amount: number; households: number })[]
  /** Those who took most first. */
  byHousehold: (Sums & { door: string; head: string; group: string; amount: number })[]
}

/** What was handed out between two local dates, returns left out. */
export async function reportRedemptions(
  store: Store,
  village: number,
  from: string,
  to: string,
): Promise<RedemptionReport> {
  return store.read(async (store) => {
    const kept = `
    FROM redemption_lines l
    JOIN redemptions r ON r.village_id = l.village_id AND r.id = l.redemption_id
    JOIN households h ON h.village_id = r.village_id AND h.id = r.household_id
    JOIN household_groups g ON g.id = h.group_id
    WHERE l.village_id = @village AND r.on_day BETWEEN @from AND @to AND l.return_seq IS NULL`
    const sums = 'coalesce(sum(l.points), 0) AS points, coalesce(sum(l.value_cents), 0) AS "valueCents"'
    const households = 'count(DISTINCT r.household_id) AS households'
    const redemptions = 'count(DISTINCT r.id) AS redemptions'
    const parameters = { village, from, to }
    const total = await store.one<Omit<RedemptionReport, 'goods' | 'byHousehold'>>(
      `SELECT ${sums}, ${households}, ${redemptions} ${kept}`,
      parameters,
    )
    const goods = (await store.all(
      `SELECT l.name, sum(l.amount) AS amount, ${sums}, ${households} ${kept}
       GROUP BY l.goods_id, l.name ORDER BY points DESC`,
      parameters,
    )) as RedemptionReport['goods']
    const byHousehold = (await store.all(
      `SELECT h.door, h.head, g.name AS "group", sum(l.amount) AS amount, ${sums}, ${redemptions} ${kept}
       GROUP BY h.id, g.name`,
      parameters,
    )) as RedemptionReport['byHousehold']
    byHousehold.sort((a, b) => b.points - a.points || compareDoors(a.door, b.door))
    return { ...total, goods, byHousehold }
  })
}

export interface HandedOut {
  on: string
  recordedAt: string
  recordedBy: string
  door: string
  head: string
  group: string
  name: string
  amount: number
  points: number
  /** For all of them; null where nobody counts it. */
  valueCents: number | null
  /** Seq of the line's posting, and of the one that gave the points back. */
  seq: number
  returnSeq: number | null
}

/** Every line between two local dates, the returned ones too, in the order of the ledger. */
export async function listHandedOut(
  store: Store,
  village: number,
  from: string,
  to: string,
): Promise<HandedOut[]> {
  return store.all<HandedOut>(
    `SELECT r.on_day AS "on", r.recorded_at AS "recordedAt", r.recorder AS "recordedBy", h.door, h.head,
              g.name AS "group", l.name, l.amount, l.points, l.value_cents AS "valueCents", l.seq,
              l.return_seq AS "returnSeq"
       FROM redemption_lines l
       JOIN redemptions r ON r.village_id = l.village_id AND r.id = l.redemption_id
       JOIN households h ON h.village_id = r.village_id AND h.id = r.household_id
       JOIN household_groups g ON g.id = h.group_id
       WHERE l.village_id = ? AND r.on_day BETWEEN ? AND ? ORDER BY l.seq`,
    village,
    from,
    to,
  )
}
