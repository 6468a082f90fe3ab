/** Activities, who signed in, and what came of it. */
import type { Generated } from 'kysely'
import type { Flag } from './flag.ts'

export interface ActivitiesTables {
  activities: {
    id: Generated<number>
    village_id: number
    request_id: string
    /** Digest of what was asked for. */
    request: string
    name: string
    venue: string
    /** Local date, YYYY-MM-DD, and local times, HH:MM. */
    held_on: string
    starts: string
    ends: string
    rule_id: number
    /** What each household gets, for rules with a range or levels. */
    points: number | null
    /** How many units each household gets, for rules per unit that do not count people. */
    units: number | null
    counts: 'household' | 'person'
    /** How many may come; null for no limit. */
    room: number | null
    /** JSON, ids of the groups that may come; empty for all. */
    invited: string
    /** Whether households sign themselves in by the changing code. */
    by_code: Flag
    wall: 'off' | 'turns' | 'alone'
    /** Key of the changing codes. */
    secret: string
    state: Generated<'planned' | 'open' | 'closed'>
    closed_at: Generated<string | null>
    created_at: string
    created_by: number | null
    /** The batch of its scores; null before. */
    batch_id: Generated<number | null>
    settled_at: Generated<string | null>
    settled_by: Generated<number | null>
  }
  sign_ins: {
    village_id: number
    /** The id that the client made. */
    id: string
    request: string
    activity_id: number
    household_id: number
    /** By whom: staff who scanned or typed, or the household by the code. */
    way: 'scan' | 'hand' | 'code'
    /** Hash of the household's session; null where staff did it. */
    device: string | null
    signed_at: string
    recorded_at: string
    /** It came in after the moment in which it was made: the phone had no network. */
    is_late: Flag
    recorded_by: number | null
    /** Null where the household did it. */
    recorder: string | null
    removed_at: string | null
    removed_by: number | null
  }
  activity_results: {
    village_id: number
    activity_id: number
    household_id: number
    people: number
    /** Id of the claim or posting that came of it. */
    score_id: string | null
    /** JSON, code and figures of the reason why none came. */
    refusal: string | null
  }
}
