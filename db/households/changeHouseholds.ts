/** Creates households and changes their particulars. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { doorKey } from '../../server/domain/text/lookAlikes.ts'
import { recordChange } from '../audit/audit.ts'
import { givenFields } from '../store/givenFields.ts'
import { once } from '../store/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { ensureGroup } from '../villages/groups.ts'
import { initialsOf } from '../villages/initials.ts'
import { bumpRevision } from '../villages/revision.ts'
import { doorOf } from './doors.ts'
import { newDoorToken } from './doorTokens.ts'
import { type Agreement, recordDetails, recordHistory } from './householdHistory.ts'
import { findHousehold, type Household, mustFindHousehold, mustFindOpenHousehold } from './households.ts'

export interface HouseholdDetails {
  head: string
  group: string
  members?: number | null | undefined
  phone?: string | null | undefined
  note?: string | null | undefined
  optedOut?: boolean | undefined
  consented?: boolean | undefined
  /** When and how the household agreed, where opting out or consent changes. */
  agreement?: Agreement | undefined
}

/**
 * Creates a household; the same id again returns that household.
 *
 * @param id client id
 * @throws Refused when the door is taken, or empty once normalized
 */
export function createHousehold(
  store: Store,
  scope: Scope,
  id: string,
  door: string,
  details: HouseholdDetails,
): { household: Household; fresh: boolean } {
  requirePower(scope, 'enter')
  return store.write(() => {
    const normal = normalizeDoor(door)
    const { made, fresh } = once(store, scope.village, 'household', { id, door: normal, ...details }, () => {
      recordChange(store, scope, 'household.created', normal, null, { door: normal, ...details })
      return insertHousehold(store, scope, id, normal, details)
    })
    if (fresh) bumpRevision(store, scope.village)
    // It may have moved since.
    const now = doorOf(store, scope.village, made) ?? normal
    return { household: mustFindHousehold(store, scope.village, now), fresh }
  })
}

/** Inserts the row alone, for imports that announce once; `door` is in normal form. */
export function insertHousehold(
  store: Store,
  scope: Scope,
  id: string,
  door: string,
  details: HouseholdDetails,
): number {
  refuseTakenDoor(store, scope.village, door)
  const household = store.insert('households', {
    village_id: scope.village,
    group_id: ensureGroup(store, scope.village, details.group),
    request_id: id,
    door,
    look_alike_key: doorKey(door),
    head: details.head,
    initials: initialsOf(details.head, 'name'),
    members: details.members ?? null,
    phone: details.phone || null,
    note: details.note || null,
    opted_out: details.optedOut ? 1 : 0,
    consented: details.consented ? 1 : 0,
    created_at: new Date().toISOString(),
    door_token: newDoorToken(),
  })
  recordHistory(store, scope, household, 'created', {})
  recordDetails(store, scope, household, { optedOut: false, consented: false }, details)
  return household
}

/**
 * @param own id of the household that moves to the door
 * @throws Refused when a household has the door or one that looks like it, or had it when it was merged into another one
 */
export function refuseTakenDoor(store: Store, village: number, door: string, own?: number): void {
  if (door === '') throw new Refused('unprocessable', 'door-empty')
  const holder = findHousehold(store, village, door)
  if (holder?.closedOn) throw new Refused('conflict', 'door-closed', { door, into: holder.mergedInto ?? '' })
  if (holder) throw new Refused('conflict', 'door-taken', { door })
  const other = store.first<{ door: string }>(
    'SELECT door FROM households WHERE village_id = ? AND look_alike_key = ? AND id <> ?',
    village,
    doorKey(door),
    own ?? 0,
  )
  if (other) throw new Refused('conflict', 'door-alike', { door, other: other.door })
}

/** Changes particulars; another door is given by `moveHousehold`. */
export function changeHousehold(
  store: Store,
  scope: Scope,
  door: string,
  change: { [Key in keyof HouseholdDetails]?: HouseholdDetails[Key] | undefined },
): Household {
  requirePower(scope, 'enter')
  return store.write(() => {
    const before = mustFindOpenHousehold(store, scope.village, door)
    const { agreement, ...particulars } = change
    const after: Household = { ...before, ...givenFields(particulars) }
    store.update(
      'households',
      { village_id: scope.village, id: before.id },
      {
        head: after.head,
        initials: initialsOf(after.head, 'name'),
        group_id: ensureGroup(store, scope.village, after.group),
        members: after.members,
        phone: after.phone || null,
        note: after.note || null,
        opted_out: after.optedOut ? 1 : 0,
        consented: after.consented ? 1 : 0,
      },
    )
    recordChange(store, scope, 'household.changed', before.door, before, change)
    recordDetails(store, scope, before.id, before, { ...after, agreement })
    bumpRevision(store, scope.village)
    return mustFindHousehold(store, scope.village, before.door)
  })
}
