/** Check sheets, grids, rounds, visits and results. */
import type { Generated } from 'kysely'
import type { Flag } from './flag.ts'

export interface RoundsTables {
  check_sheets: {
    id: Generated<number>
    village_id: number
    request_id: string
    name: string
    /** The rule that a round's results are scored by. */
    rule_id: number
    /** JSON, `SheetItem[]`. */
    items: string
    retired: Generated<Flag>
    created_at: string
  }
  grids: { village_id: number; user_id: number; group_id: number }
  rounds: {
    id: Generated<number>
    village_id: number
    request_id: string
    /** Digest of what was asked for. */
    request: string
    /** YYYY-MM. */
    month: string
    name: string
    sheet_id: number
    rule_id: number
    /** JSON, `SheetItem[]` as they were when the round was opened. */
    sheet: string
    /** How a second inspector's visit to a door is handled. */
    second: 'average' | 'refuse'
    outcome: 'claims' | 'postings'
    on_wall: Flag
    /** JSON, `StarThreshold[]`. */
    stars: string
    state: Generated<'open' | 'closed'>
    opened_at: string
    opened_by: number | null
    closed_at: Generated<string | null>
    closed_by: Generated<number | null>
    close_id: Generated<string | null>
  }
  round_assignments: { village_id: number; round_id: number; user_id: number; group_id: number }
  visits: {
    id: Generated<number>
    village_id: number
    request_id: string
    request: string
    round_id: number
    household_id: number
    user_id: number
    inspector: string
    /** JSON, keys of the sheet's items that were found amiss. */
    found: string
    /** JSON, points given for graded items that got fewer than all. */
    given: Generated<string>
    points: number
    note: string | null
    visited_on: string
    recorded_at: string
    /** 1 once the same inspector looked again. */
    superseded: Generated<Flag>
  }
  round_results: {
    village_id: number
    round_id: number
    household_id: number
    points: number
    stars: number
    /** Id of the claim or posting that came of it. */
    score_id: string | null
    /** JSON, code and figures of the reason why none came. */
    refusal: string | null
  }
}
