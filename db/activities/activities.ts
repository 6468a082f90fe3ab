/** Activities (活动) of a village: planned, opened for signing in, closed. */
import type { ActivityCounts, ActivityState, WallUse } from '../../server/domain/activities/activities.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { ActivityRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { flagOf } from '../store/tables/flag.ts'
import { bumpRevision } from '../villages/revision.ts'
import { mustFindRule } from '../villages/rulebook.ts'
import { today } from '../villages/today.ts'
import { refuseUnfitRule } from './activityRule.ts'
import { newSecret } from './signInCodes.ts'

/** What staff plan. */
export interface ActivityPlan {
  name: string
  venue: string
  /** Local date and times, HH:MM. */
  heldOn: string
  starts: string
  ends: string
  /** Id of the rule. */
  rule: number
  /** What each household gets, for rules with a range or levels. */
  points: number | null
  /** Units of each household, for rules per unit where households count. */
  units: number | null
  counts: ActivityCounts
  /** How many may sign in: households or persons; null for no limit. */
  room: number | null
  /** Ids of the groups that may come; empty for the whole village. */
  groups: number[]
  /** Whether households sign themselves in by the changing code. */
  byCode: boolean
  wall: WallUse
}

export interface NewActivity extends ActivityPlan {
  /** UUID made by the client before sending. */
  id: string
}

export interface Activity extends ActivityPlan {
  id: number
  state: ActivityState
  /** UTC. */
  closedAt: string | null
  /** Text of the rule. */
  ruleText: string
  /** How many signed in. */
  households: number
  people: number
  /** Id of the batch that it was turned into; null before, and where nothing could be written. */
  batch: number | null
  /** UTC. */
  settledAt: string | null
  /** Whether all that was written of it has been taken back. */
  isTakenBack: boolean
}

type Counted = ActivityRow & { ruleText: string; households: number; people: number; standing: number }

const counted = `
  SELECT a.*,
    (SELECT v.text FROM rule_versions v WHERE v.village_id = a.village_id AND v.rule_id = a.rule_id
       ORDER BY v.version DESC LIMIT 1) AS "ruleText",
    (SELECT count(DISTINCT s.household_id) FROM sign_ins s
       WHERE s.village_id = a.village_id AND s.activity_id = a.id AND s.removed_at IS NULL) AS households,
    (SELECT count(*) FROM sign_ins s
       WHERE s.village_id = a.village_id AND s.activity_id = a.id AND s.removed_at IS NULL) AS people,
    (SELECT count(*) FROM batch_lines l
       LEFT JOIN postings p ON p.village_id = l.village_id AND p.id = l.score_id
       LEFT JOIN claims c ON c.village_id = l.village_id AND c.request_id = l.score_id
       WHERE l.village_id = a.village_id AND l.batch_id = a.batch_id
         AND (c.state = 'waiting' OR (p.seq IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq)))) AS standing
  FROM activities a WHERE a.village_id = ?`

function toActivity(row: Counted): Activity {
  return {
    id: row.id,
    name: row.name,
    venue: row.venue,
    heldOn: row.held_on,
    starts: row.starts,
    ends: row.ends,
    rule: row.rule_id,
    ruleText: row.ruleText,
    points: row.points,
    units: row.units,
    counts: row.counts,
    room: row.room,
    groups: JSON.parse(row.invited) as number[],
    byCode: row.by_code === 1,
    wall: row.wall,
    state: row.state,
    closedAt: row.closed_at,
    households: row.households,
    people: row.people,
    batch: row.batch_id,
    settledAt: row.settled_at,
    isTakenBack: row.batch_id !== null && row.standing === 0,
  }
}

/** A village's activities, the newest first. */
export async function listActivities(store: Store, village: number): Promise<Activity[]> {
  const rows = await store.all<Counted>(
    `${counted} ORDER BY a.held_on DESC, a.starts DESC, a.id DESC`,
    village,
  )
  return rows.map(toActivity)
}

/** @throws Refused when the village has no such activity */
export async function mustFindActivity(store: Store, village: number, id: number): Promise<Activity> {
  const row = await store.first<Counted>(`${counted} AND a.id = ?`, village, id)
  if (!row) throw new Refused('not-found', 'unknown-activity')
  return toActivity(row)
}

/**
 * Plans an activity; the same id again gives the one that it planned.
 *
 * @throws Refused where the rule does not fit what is counted, and for groups that the village does not have
 */
export async function createActivity(
  store: Store,
  scope: Scope,
  request: NewActivity,
): Promise<{ activity: Activity; fresh: boolean }> {
  requirePower(scope, 'enter')
  const { id: request_id, ...plan } = request
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['activity', plan])
    const earlier = await madeBefore(store, scope.village, 'activities', request_id, digest)
    if (earlier) return { activity: await mustFindActivity(store, scope.village, earlier.id), fresh: false }
    await refuseUnfit(store, scope.village, plan)
    const id = await store.insert('activities', {
      village_id: scope.village,
      request_id,
      request: digest.stored,
      ...columnsOf(plan),
      secret: newSecret(),
      created_at: new Date().toISOString(),
      created_by: scope.user,
    })
    await recordChange(store, scope, 'activity.created', plan.name, null, plan)
    return { activity: await mustFindActivity(store, scope.village, id), fresh: true }
  })
}

function columnsOf(plan: ActivityPlan) {
  return {
    name: plan.name,
    venue: plan.venue,
    held_on: plan.heldOn,
    starts: plan.starts,
    ends: plan.ends,
    rule_id: plan.rule,
    points: plan.points,
    units: plan.units,
    counts: plan.counts,
    room: plan.room,
    invited: JSON.stringify(plan.groups),
    by_code: flagOf(plan.byCode) ?? 0,
    wall: plan.wall,
  } as const
}

async function refuseUnfit(store: Store, village: number, plan: ActivityPlan): Promise<void> {
  refuseUnfitRule(await mustFindRule(store, village, plan.rule), plan)
  const known = await store.all<{ id: number }>(
    'SELECT id FROM household_groups WHERE village_id = ?',
    village,
  )
  if (!plan.groups.every((group) => known.some(({ id }) => id === group)))
    throw new Refused('unprocessable', 'unknown-group')
}

/** Changed fields of the plan, and the state: opening and closing are changes, too. */
export type ActivityChange = { [Field in keyof ActivityPlan]?: ActivityPlan[Field] | undefined } & {
  state?: ActivityState | undefined
}

/**
 * Changes an activity until it was turned into scores.
 *
 * @throws Refused afterwards, unless all of them were taken back; and when it is opened on another day
 */
export async function changeActivity(
  store: Store,
  scope: Scope,
  id: number,
  { state, ...change }: ActivityChange,
): Promise<Activity> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const before = await mustFindActivity(store, scope.village, id)
    refuseSettled(before)
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const plan = { ...before, ...given }
    await refuseUnfit(store, scope.village, plan)
    if (state === 'open' && before.state !== 'open') await refuseOtherDay(store, scope.village, plan.heldOn)
    const closed = state ?? before.state
    await store.update(
      'activities',
      { village_id: scope.village, id },
      {
        ...columnsOf(plan),
        state: closed,
        closed_at: closed === 'closed' ? (before.closedAt ?? new Date().toISOString()) : null,
      },
    )
    const was = Object.fromEntries(
      Object.keys(given).map((field) => [field, before[field as keyof ActivityPlan]]),
    )
    const moved = state !== undefined && state !== before.state
    await recordChange(
      store,
      scope,
      moved ? `activity.${state}` : 'activity.changed',
      before.name,
      Object.keys(was).length > 0 ? was : null,
      Object.keys(given).length > 0 ? given : null,
    )
    await bumpRevision(store, scope.village)
    return mustFindActivity(store, scope.village, id)
  })
}

/** @throws Refused where it was turned into scores that still count */
export function refuseSettled({ settledAt, isTakenBack, name }: Activity): void {
  if (settledAt !== null && !isTakenBack)
    throw new Refused('conflict', 'activity-settled', { activity: name })
}

/** Codes on the wall of another day would let in whoever passes by. */
async function refuseOtherDay(store: Store, village: number, heldOn: string): Promise<void> {
  if (heldOn !== (await today(store, village)))
    throw new Refused('unprocessable', 'activity-other-day', { date: heldOn })
}
