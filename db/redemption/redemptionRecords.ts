/** What was redeemed, as receipts and lists show it. */
import { inOrder } from '../store/inOrder.ts'
import type { Store } from '../store/store.ts'

/** A redemption as the receipt shows it. */
export interface Redemption {
  id: string
  door: string
  head: string
  on: string
  recordedAt: string
  recordedBy: string
  /** What was left to spend afterwards. */
  balanceAfter: number
  lines: RedemptionLine[]
}

interface RedemptionLine {
  id: number
  name: string
  amount: number
  /** For all of them. */
  points: number
  seq: number
  /** First 8 hex digits of the posting's hash. */
  head: string
  /** Seq of the posting that gave the points back. */
  returnSeq: number | null
}

const listed = `
  SELECT r.id AS key, r.request_id AS id, h.door, h.head, r.on_day AS "on", r.recorded_at AS "recordedAt",
    r.recorder AS "recordedBy", r.balance_after AS "balanceAfter"
  FROM redemptions r JOIN households h ON h.id = r.household_id
  WHERE r.village_id = @village AND (@id IS NULL OR r.request_id = @id)
    AND (@from IS NULL OR r.on_day >= @from) AND (@to IS NULL OR r.on_day <= @to)
    AND (@door IS NULL OR h.door = @door) AND (@below IS NULL OR r.id < @below)
  ORDER BY r.id DESC LIMIT @limit`

type ListedRow = Omit<Redemption, 'lines'> & { key: number }

export interface RedemptionFilter {
  from?: string | undefined
  to?: string | undefined
  /** In normal form. */
  door?: string | undefined
}

/**
 * Redemptions by filter, the newest first.
 *
 * @param below only those with a smaller key; null from the newest
 */
export async function listRedemptions(
  store: Store,
  village: number,
  { from, to, door }: RedemptionFilter,
  below: number | null,
  limit: number,
): Promise<(Redemption & { key: number })[]> {
  const rows = await store.all<ListedRow>(listed, {
    village,
    id: null,
    from: from ?? null,
    to: to ?? null,
    door: door ?? null,
    below,
    limit,
  })
  return await inOrder(rows, async (row) => ({ ...row, lines: await linesOf(store, village, row.key) }))
}

/** The redemptions of one local day, in the order in which they happened. */
export async function redemptionsOfDay(store: Store, village: number, on: string): Promise<Redemption[]> {
  const everything = Number.MAX_SAFE_INTEGER
  return (await listRedemptions(store, village, { from: on, to: on }, null, everything)).reverse()
}

/** One redemption by its client's id. */
export async function readRedemption(store: Store, village: number, id: string): Promise<Redemption> {
  const row = await store.one<ListedRow>(listed, {
    village,
    id,
    from: null,
    to: null,
    door: null,
    below: null,
    limit: 1,
  })
  const { key, ...redemption } = row
  return { ...redemption, lines: await linesOf(store, village, key) }
}

async function linesOf(store: Store, village: number, redemption: number): Promise<RedemptionLine[]> {
  return store.all<RedemptionLine>(
    `SELECT l.id, l.name, l.amount, l.points, l.seq, substr(p.hash, 1, 8) AS head, l.return_seq AS "returnSeq"
       FROM redemption_lines l JOIN postings p ON p.village_id = l.village_id AND p.seq = l.seq
       WHERE l.village_id = ? AND l.redemption_id = ? ORDER BY l.id`,
    village,
    redemption,
  )
}
