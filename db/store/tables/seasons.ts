/** Seasons and how they were closed. */
import type { Generated } from 'kysely'

export interface SeasonsTables {
  /** Months and quarters whose points were cleared. */
  period_closings: {
    id: Generated<number>
    village_id: number
    request_id: string
    request: string
    /** 2026-06 or 2026-Q2. */
    period: string
    starts_on: string
    ends_on: string
    /** How many lost points, and how many points. */
    households: number
    points: number
    closed_at: string
    closed_by: number | null
    closer: string
  }
  seasons: {
    id: Generated<number>
    village_id: number
    name: string
    starts_on: string
    ends_on: string
    state: 'active' | 'closed'
  }
  season_closings: {
    village_id: number
    season_id: number
    next_season_id: number
    /** The id that the client made. */
    request_id: string
    request: string
    /** JSON, `CarryTerms`. */
    carry: string
    /** The village when it closed: households, and what they could spend. */
    households: number
    balance: number
    /** How many households lost points, and how many points. */
    losing: number
    expired: number
    closed_at: string
    closed_by: number | null
  }
}
