/** Goods, stock, desk days, redemptions. */
import type { Generated } from 'kysely'
import type { Flag } from './flag.ts'

export interface RedemptionTables {
  goods: {
    id: Generated<number>
    village_id: number
    request_id: string
    name: string
    /** Price of one, in points. */
    points: number
    value_cents: number | null
    household_limit: number | null
    is_counted: Flag
    picture: string | null
    retired: Generated<Flag>
    created_at: string
  }
  stock_movements: {
    id: Generated<number>
    village_id: number
    goods_id: number
    request_id: string
    kind: 'purchase' | 'count' | 'loss' | 'redeem' | 'return'
    /** Signed. */
    amount: number
    note: string | null
    recorded_at: string
    recorded_by: number | null
    recorder: string
  }
  desk_days: { id: Generated<number>; village_id: number; on_day: string; from_time: string; to_time: string }
  redemptions: {
    id: Generated<number>
    village_id: number
    request_id: string
    request: string
    household_id: number
    season_id: number
    on_day: string
    balance_after: number
    recorded_at: string
    recorded_by: number | null
    recorder: string
  }
  redemption_lines: {
    id: Generated<number>
    village_id: number
    redemption_id: number
    goods_id: number
    name: string
    amount: number
    /** For all of them. */
    points: number
    value_cents: number | null
    seq: number
    return_seq: Generated<number | null>
  }
}
