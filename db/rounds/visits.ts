/** Visits of an inspection round: what an inspector found at a door, and what that is worth by the round's sheet. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { monthOf } from '../../server/domain/calendar/calendar.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import {
  canGive,
  type Given,
  needsPhoto,
  plainFindings,
  type SheetItem,
  starsOf,
  type StarThreshold,
  visitPoints,
} from '../../server/domain/rules/checkSheet.ts'
import { mustFindOpenHousehold } from '../households/households.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { attachPhotos } from '../photos/photos.ts'
import { madeBefore, mustBeSame } from '../store/requests/idempotency.ts'
import { type RequestDigest, requestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { today } from '../villages/today.ts'
import { refuseOverDailyDoors } from './dailyDoors.ts'
import { mustFindRound, type Round } from './rounds.ts'

export interface VisitRequest {
  /** UUID made by the client before sending. */
  id: string
  door: string
  /** Keys of the sheet's items that were found amiss. */
  found: string[]
  /** Points of graded items. */
  given?: Given[] | undefined
  note?: string | undefined
  /** Ids of photos that were sent before. */
  photos: string[]
  /** Local date, YYYY-MM-DD. */
  visitedOn: string
}

export interface Visit {
  /** The id that the client made. */
  id: string
  round: number
  door: string
  found: string[]
  given: Given[]
  points: number
  stars: number
  note: string | null
  visitedOn: string
  /** False once the same inspector looked again. */
  isCurrent: boolean
}

/**
 * Stores a visit of an inspector. A second visit by the same inspector supersedes the
 * first; both are stored. The same id again returns the first result.
 *
 * @param round id of the round
 * @throws Refused when the round is closed, the door is not the inspector's or
 *   their own, the day is not of the round's month, a photo is missing, somebody
 *   else was there and the round has one inspector a door, or the day's limit is reached
 */
export async function createVisit(
  store: Store,
  scope: Scope,
  round: number,
  request: VisitRequest,
): Promise<{ visit: Visit; fresh: boolean }> {
  requirePower(scope, 'inspect')
  const { user } = scope
  if (user === null) throw new Refused('forbidden', 'no-power')
  return store.write(scope.village, async (store) => {
    const digest = visitDigest(round, request)
    const earlier = await madeBefore(store, scope.village, 'visits', request.id, digest)
    if (earlier) {
      mustBeSame(earlier.user_id === user)
      return { visit: await readVisit(store, scope.village, request.id), fresh: false }
    }
    const open = await mustFindRound(store, scope.village, round)
    if (open.state === 'closed') throw new Refused('conflict', 'round-closed', { round: open.name })
    const { items } = open
    const household = await mustFindOpenHousehold(store, scope.village, request.door)
    await refuseUnassigned(store, scope, round, household)
    await refuseOwnHousehold(store, scope, household.id)
    await refuseDay(store, scope, open, request.visitedOn)
    refuseForeignItems(items, request)
    const findings = plainFindings(items, request)
    const { found } = findings
    if (needsPhoto(items, found) && request.photos.length === 0)
      throw new Refused('unprocessable', 'photo-needed')
    if (open.second === 'refuse') await refuseSecondInspector(store, scope, round, household)
    await refuseOverDailyDoors(store, scope, household.id, request.visitedOn)
    await attachPhotos(store, scope.village, household.id, request.id, request.photos)
    await supersede(store, scope.village, round, household.id, user)
    await store.insert('visits', {
      village_id: scope.village,
      request_id: request.id,
      request: digest.stored,
      round_id: round,
      household_id: household.id,
      user_id: user,
      inspector: scope.name,
      found: JSON.stringify(found),
      given: JSON.stringify(findings.given),
      points: visitPoints(items, findings),
      note: request.note || null,
      visited_on: request.visitedOn,
      recorded_at: new Date().toISOString(),
    })
    store.announce({ type: 'round', village: scope.village })
    return { visit: await readVisit(store, scope.village, request.id), fresh: true }
  })
}

/** @throws Refused for an item that the sheet does not have, and for points that it cannot have */
function refuseForeignItems(items: readonly SheetItem[], { found, given = [] }: VisitRequest): void {
  const itemOf = (key: string) => items.find((item) => item.key === key)
  const keys = [...found, ...given.map(({ item }) => item)]
  if (keys.some((key) => !itemOf(key))) throw new Refused('unprocessable', 'unknown-sheet-item')
  for (const { item: key, points } of given) {
    const item = itemOf(key)
    if (!item || !canGive(item, points))
      throw new Refused('unprocessable', 'unfit-grade', { item: item?.text ?? key })
  }
}

function visitDigest(
  round: number,
  { door, found, given = [], note, photos, visitedOn }: VisitRequest,
): RequestDigest {
  const grades = given.map(({ item, points }) => [item, points] as const)
  return requestDigest([
    'visit',
    round,
    normalizeDoor(door),
    [...found].sort(),
    note || null,
    photos,
    visitedOn,
    // Visits without grades keep the digest that earlier builds stored.
    ...(grades.length > 0 ? [grades.sort()] : []),
  ])
}

type ReadRow = Omit<Visit, 'found' | 'given' | 'stars' | 'isCurrent'> & {
  found: string
  given: string
  thresholds: string
  superseded: 0 | 1
}

async function readVisit(store: Store, village: number, id: string): Promise<Visit> {
  const { thresholds, superseded, found, given, ...row } = await store.one<ReadRow>(
    `SELECT v.request_id AS id, v.round_id AS round, h.door, v.found, v.given, v.points, v.note,
              v.visited_on AS "visitedOn", v.superseded, r.stars AS thresholds
       FROM visits v
       JOIN households h ON h.village_id = v.village_id AND h.id = v.household_id
       JOIN rounds r ON r.village_id = v.village_id AND r.id = v.round_id
       WHERE v.village_id = ? AND v.request_id = ?`,
    village,
    id,
  )
  return {
    ...row,
    found: JSON.parse(found) as string[],
    given: JSON.parse(given) as Given[],
    stars: starsOf(JSON.parse(thresholds) as StarThreshold[], row.points),
    isCurrent: superseded === 0,
  }
}

async function refuseUnassigned(
  store: Store,
  scope: Scope,
  round: number,
  { id, door, group }: { id: number; door: string; group: string },
): Promise<void> {
  const assigned = await store.first(
    `SELECT 1 FROM round_assignments a
       JOIN households h ON h.village_id = a.village_id AND h.group_id = a.group_id
       WHERE a.village_id = ? AND a.round_id = ? AND a.user_id = ? AND h.id = ?`,
    scope.village,
    round,
    scope.user,
    id,
  )
  if (!assigned) throw new Refused('forbidden', 'door-not-assigned', { door, group })
}

async function refuseDay(store: Store, scope: Scope, { month, name }: Round, date: string): Promise<void> {
  const now = await today(store, scope.village)
  if (date > now) throw new Refused('unprocessable', 'date-in-future', { date, today: now })
  if (monthOf(date) !== month)
    throw new Refused('unprocessable', 'visit-outside-month', { date, round: name, month })
}

async function refuseSecondInspector(
  store: Store,
  scope: Scope,
  round: number,
  household: { id: number; door: string },
): Promise<void> {
  const other = await store.first<{ inspector: string }>(
    `SELECT inspector FROM visits
       WHERE village_id = ? AND round_id = ? AND household_id = ? AND user_id <> ? AND superseded = 0`,
    scope.village,
    round,
    household.id,
    scope.user,
  )
  if (other) throw new Refused('conflict', 'visited-by-other', { door: household.door, by: other.inspector })
}

async function supersede(
  store: Store,
  village: number,
  round: number,
  household: number,
  user: number,
): Promise<void> {
  await store.run(
    `UPDATE visits SET superseded = 1
       WHERE village_id = ? AND round_id = ? AND household_id = ? AND user_id = ? AND superseded = 0`,
    village,
    round,
    household,
    user,
  )
}
