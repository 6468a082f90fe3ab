/** Signing in (签到) at an activity: by staff who scan or type, and by households with the changing code. */
import type { SignInWay } from '../../server/domain/activities/activities.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { type Door, findDoor } from '../households/doors.ts'
import { type Household, mustFindOpenHousehold } from '../households/households.ts'
import { refuseOwnHousehold } from '../households/ownHouseholds.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { type RequestDigest, requestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { today } from '../villages/today.ts'
import { type Activity, mustFindActivity, refuseSettled } from './activities.ts'
import { shownAt } from './signInCodes.ts'

/** A sign-in that came in within this time was not held up on the phone, ms. */
const promptMs = 60_000

export interface SignedIn {
  door: string
  head: string
  /** It had signed in before, and is counted once. */
  isAgain: boolean
  /** Of this household. */
  people: number
  /** Of the activity, with this one. */
  households: number
  everybody: number
  /** Marked for the staff: it came in later than it was made. */
  isLate: boolean
}

interface Entry {
  id: string
  digest: RequestDigest
  way: SignInWay
  device: string | null
  /** ms since 1970, UTC. */
  at: number
  isLate: boolean
  by: { user: number | null; name: string } | null
}

/** What a member of staff scanned or typed. */
export interface StaffSignIn {
  /** UUID made by the client before sending. */
  id: string
  /** Door number, or the token of a plate or card. */
  door?: string | undefined
  token?: string | undefined
  way: Exclude<SignInWay, 'code'>
  /** When it was scanned, UTC, where the phone kept it for want of a network. */
  at?: string | undefined
}

/**
 * Signs a household in. Where persons count, each request is one more of its people; else the household counts once.
 *
 * @throws Refused unless the activity is open or was on its day, for doors that may not come, one's own household,
 *   and when the room is used up
 */
export async function signIn(
  store: Store,
  scope: Scope,
  activity: number,
  { id, door, token, way, at }: StaffSignIn,
): Promise<SignedIn> {
  if (!scope.powers.has('enter')) requirePower(scope, 'inspect')
  return store.write(scope.village, async (store) => {
    const found = await mustFindActivity(store, scope.village, activity)
    refuseSettled(found)
    if (found.state === 'planned')
      throw new Refused('conflict', 'activity-not-open', { activity: found.name })
    const named = token === undefined ? (door ?? '') : await doorOfToken(store, scope.village, token)
    const household = await mustFindOpenHousehold(store, scope.village, named)
    await refuseOwnHousehold(store, scope, household.id)
    const now = Date.now()
    // A phone's clock may be ahead.
    const made = at === undefined ? now : Math.min(now, Date.parse(at))
    return record(store, scope.village, found, household, {
      id,
      // Without the time: a phone says it only once it has kept the request.
      digest: requestDigest(['sign-in', activity, normalizeDoor(named), way]),
      way,
      device: null,
      at: made,
      isLate: now - made > promptMs,
      by: { user: scope.user, name: scope.name },
    })
  })
}

async function doorOfToken(store: Store, village: number, token: string): Promise<string> {
  const found = await findDoor(store, token)
  if (found?.village !== village) throw new Refused('not-found', 'unknown-door-code')
  return found.door
}

/** What a household sends: the code that it saw. */
export interface OwnSignIn {
  id: string
  /** Six digits. */
  code: string
}

/**
 * Signs a household in by the code that it saw at the activity.
 *
 * @param device hash of the session, which stands for one person where persons count
 * @throws Refused for a code that no open activity showed within the last minutes
 */
export async function signInByCode(
  store: Store,
  { village, door }: Door,
  device: string,
  { id, code }: OwnSignIn,
): Promise<SignedIn & { activity: string; venue: string }> {
  return store.write(village, async (store) => {
    const digest = requestDigest(['sign-in', code])
    const earlier = await madeBefore(store, village, 'sign_ins', id, digest)
    const now = Date.now()
    const shown = earlier ? null : await findShown(store, village, code, now)
    if (!earlier && !shown) throw new Refused('unprocessable', 'sign-in-code')
    const activity = await mustFindActivity(store, village, earlier?.activity_id ?? shown?.activity ?? 0)
    const household = await mustFindOpenHousehold(store, village, door)
    const { since, isLate } = shown ?? { since: now, isLate: earlier?.is_late === 1 }
    const at = isLate ? since : now
    const entry = { id, digest, way: 'code' as const, device, at, isLate, by: null }
    const signedIn = await record(store, village, activity, household, entry)
    return { ...signedIn, activity: activity.name, venue: activity.venue }
  })
}

/** The activity of today that showed the code while it was open. */
async function findShown(
  store: Store,
  village: number,
  code: string,
  now: number,
): Promise<{ activity: number; since: number; isLate: boolean } | null> {
  const open = await store.all<{ id: number; secret: string; closedAt: string | null }>(
    `SELECT id, secret, closed_at AS "closedAt" FROM activities
       WHERE village_id = ? AND by_code = 1 AND settled_at IS NULL AND held_on = ? AND state <> 'planned'`,
    village,
    await today(store, village),
  )
  for (const { id, secret, closedAt } of open) {
    const shown = shownAt(secret, code, now)
    if (shown && (closedAt === null || shown.since <= Date.parse(closedAt))) return { activity: id, ...shown }
  }
  return null
}

async function record(
  store: Store,
  village: number,
  activity: Activity,
  household: Pick<Household, 'id' | 'door' | 'head' | 'group' | 'members'>,
  entry: Entry,
): Promise<SignedIn> {
  const { id, digest, way, device, at, isLate, by } = entry
  const { door, head } = household
  const earlier = await madeBefore(store, village, 'sign_ins', id, digest)
  const standing = await standingOf(store, village, activity.id, household.id)
  const isAgain = isCounted(activity, standing, device)
  const counted = { households: activity.households, everybody: activity.people }
  if (earlier || isAgain)
    return { door, head, isAgain: !earlier, people: standing.length, ...counted, isLate: !!earlier && isLate }
  await refuseUninvited(store, village, activity, household)
  refuseFull(activity, standing.length > 0)
  // Its own phones cannot stand for more people than live there.
  if (device !== null && household.members !== null && standing.length >= household.members)
    throw new Refused('conflict', 'activity-members', { door, people: standing.length })
  await store.insert('sign_ins', {
    village_id: village,
    id,
    request: digest.stored,
    activity_id: activity.id,
    household_id: household.id,
    way,
    device,
    signed_at: new Date(at).toISOString(),
    recorded_at: new Date().toISOString(),
    is_late: isLate ? 1 : 0,
    recorded_by: by?.user ?? null,
    recorder: by?.name ?? null,
    removed_at: null,
    removed_by: null,
  })
  store.announce({ type: 'activity', village })
  const people = standing.length + 1
  const everybody = activity.people + 1
  const households = activity.households + (people === 1 ? 1 : 0)
  return { door, head, isAgain: false, people, households, everybody, isLate }
}

async function standingOf(store: Store, village: number, activity: number, household: number) {
  return store.all<{ device: string | null }>(
    `SELECT device FROM sign_ins
       WHERE village_id = ? AND activity_id = ? AND household_id = ? AND removed_at IS NULL`,
    village,
    activity,
    household,
  )
}

/** Households count once; where persons count, each phone of the household stands for one, and each scan of the staff. */
function isCounted(
  { counts }: Activity,
  standing: readonly { device: string | null }[],
  device: string | null,
): boolean {
  if (counts === 'household') return standing.length > 0
  return device !== null && standing.some((one) => one.device === device)
}

async function refuseUninvited(
  store: Store,
  village: number,
  { name, groups }: Activity,
  { id, door, group }: { id: number; door: string; group: string },
): Promise<void> {
  if (groups.length === 0) return
  const row = await store.one<{ group: number }>(
    'SELECT group_id AS "group" FROM households WHERE village_id = ? AND id = ?',
    village,
    id,
  )
  if (!groups.includes(row.group))
    throw new Refused('unprocessable', 'activity-not-invited', { activity: name, door, group })
}

function refuseFull({ name, room, counts, households, people }: Activity, isKnown: boolean): void {
  if (room === null) return
  const isFull = counts === 'household' ? !isKnown && households >= room : people >= room
  if (isFull) throw new Refused('conflict', 'activity-full', { activity: name, room })
}
