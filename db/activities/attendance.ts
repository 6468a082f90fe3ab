/** Who signed in at an activity, and who of those invited did not. */
import type { SignInWay } from '../../server/domain/activities/activities.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import { isReversed } from '../ledger/postingSql.ts'
import type { ResultState } from '../scores/roundResults.ts'
import type { Store } from '../store/store.ts'
import type { Activity } from './activities.ts'

export interface SignInLine {
  id: string
  way: SignInWay
  /** UTC. */
  signedAt: string
  isLate: boolean
  /** Null where the household did it. */
  by: string | null
}

export interface Attendant {
  /** Id of the household. */
  household: number
  door: string
  head: string
  group: string
  /** Each stands for one person where persons count; empty for those who did not come. */
  signIns: SignInLine[]
  /** What came of it once the activity was settled. */
  result: {
    state: ResultState
    points: number | null
    refusal: { code: string; params: object } | null
  } | null
}

/** The households invited and those that came besides, by group and door. */
export async function attendance(store: Store, village: number, activity: Activity): Promise<Attendant[]> {
  const { id, groups } = activity
  const signIns = new Map<number, SignInLine[]>()
  const rows = await store.all<Omit<SignInLine, 'isLate'> & { household: number; isLate: 0 | 1 }>(
    `SELECT id, household_id AS household, way, signed_at AS "signedAt", is_late AS "isLate", recorder AS "by"
       FROM sign_ins WHERE village_id = ? AND activity_id = ? AND removed_at IS NULL ORDER BY signed_at, id`,
    village,
    id,
  )
  for (const { household, isLate, ...line } of rows)
    signIns.set(household, [...(signIns.get(household) ?? []), { ...line, isLate: isLate === 1 }])
  const results = await resultsOf(store, village, id)
  const households = await store.all<
    Omit<Attendant, 'signIns' | 'result'> & { groupId: number; closed: string | null }
  >(
    `SELECT h.id AS household, h.door, h.head, g.name AS "group", h.group_id AS "groupId", h.closed_on AS closed
       FROM households h JOIN household_groups g ON g.id = h.group_id WHERE h.village_id = ? ORDER BY h.group_id`,
    village,
  )
  return households
    .filter(
      ({ household, groupId, closed }) =>
        signIns.has(household) || (closed === null && (groups.length === 0 || groups.includes(groupId))),
    )
    .sort((a, b) => a.groupId - b.groupId || compareDoors(a.door, b.door))
    .map(({ household, door, head, group }) => ({
      household,
      door,
      head,
      group,
      signIns: signIns.get(household) ?? [],
      result: results.get(household) ?? null,
    }))
}

async function resultsOf(
  store: Store,
  village: number,
  activity: number,
): Promise<Map<number, NonNullable<Attendant['result']>>> {
  const rows = await store.all<{
    household: number
    refusal: string | null
    points: number | null
    state: ResultState
  }>(
    `SELECT r.household_id AS household, r.refusal, coalesce(p.points, c.points) AS points,
         CASE WHEN r.refusal IS NOT NULL THEN 'refused'
              WHEN p.seq IS NULL THEN coalesce(c.state, 'withdrawn')
              WHEN ${isReversed} THEN 'reversed'
              ELSE 'posted' END AS state
       FROM activity_results r
       LEFT JOIN postings p ON p.village_id = r.village_id AND p.id = r.score_id
       LEFT JOIN claims c ON c.village_id = r.village_id AND c.request_id = r.score_id
       WHERE r.village_id = ? AND r.activity_id = ?`,
    village,
    activity,
  )
  return new Map(
    rows.map(({ household, refusal, points, state }) => [
      household,
      {
        state,
        points,
        refusal: refusal === null ? null : (JSON.parse(refusal) as { code: string; params: object }),
      },
    ]),
  )
}

/** An activity as a household sees it. */
export interface OwnActivity {
  name: string
  venue: string
  heldOn: string
  starts: string
  ends: string
  isOpen: boolean
  /** Whether it can be signed in at by the code. */
  byCode: boolean
  /** How many of the household signed in. */
  people: number
}

/** Activities of today and later that the household may come to, the next first. */
export async function ownActivities(
  store: Store,
  { village, household }: { village: number; household: number },
  today: string,
): Promise<OwnActivity[]> {
  const rows = await store.all<
    Omit<OwnActivity, 'isOpen' | 'byCode'> & { state: string; byCode: 0 | 1; invited: string; group: number }
  >(
    `SELECT a.name, a.venue, a.held_on AS "heldOn", a.starts, a.ends, a.state, a.by_code AS "byCode", a.invited,
         h.group_id AS "group",
         (SELECT count(*) FROM sign_ins s WHERE s.village_id = a.village_id AND s.activity_id = a.id
            AND s.household_id = h.id AND s.removed_at IS NULL) AS people
       FROM activities a JOIN households h ON h.village_id = a.village_id AND h.id = ?
       WHERE a.village_id = ? AND a.held_on >= ? ORDER BY a.held_on, a.starts, a.id`,
    household,
    village,
    today,
  )
  return rows.flatMap(({ state, byCode, invited, group, ...activity }) => {
    const groups = JSON.parse(invited) as number[]
    if (groups.length > 0 && !groups.includes(group)) return []
    return { ...activity, isOpen: state === 'open' && activity.heldOn === today, byCode: byCode === 1 }
  })
}
