/** Putting right: terms by rule, and what households and staff did. */
import type { Generated } from 'kysely'
import type { MendingState } from '../../../server/domain/rules/mending.ts'

export interface MendingsTables {
  mending_terms: {
    id: Generated<number>
    village_id: number
    rule_id: number
    /** Days after the deed; null from then on for no time. */
    days: number | null
    /** Share of the deduction that is given back. */
    percent: number
    /** UTC, ISO 8601. */
    set_at: string
    set_by: number | null
  }
  mendings: {
    village_id: number
    /** Of the deduction. */
    seq: number
    state: Exclude<MendingState, 'open'>
    /** Of what the household sent last; its photos have it as their subject. */
    request_id: string | null
    request: string | null
    text: string | null
    sent_at: string | null
    decision_id: string | null
    decided_at: string | null
    decided_by: number | null
    decider: string | null
    /** Why it was returned last. */
    reason: string | null
    /** Local date. */
    mended_on: string | null
    /** Id of the restore. */
    restore_id: string | null
  }
  /** Each time that somebody looked and it was not put right. */
  mending_returns: {
    village_id: number
    /** Of the deduction. */
    seq: number
    /** Photos that the staff took have it as their subject. */
    decision_id: string
    /** Of the household's report that was returned; null where there was none. */
    request_id: string | null
    text: string | null
    reason: string
    /** UTC, ISO 8601. */
    decided_at: string
    decided_by: number | null
    decider: string | null
  }
}
