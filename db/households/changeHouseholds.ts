/** Creates households and changes their particulars. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { doorKey } from '../../server/domain/text/lookAlikes.ts'
import { recordChange } from '../audit/audit.ts'
import { givenFields } from '../store/givenFields.ts'
import { once } from '../store/requests/idempotency.ts'
import type { NewRow } from '../store/rows.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { ensureGroup } from '../villages/groups.ts'
import { initialsOf } from '../villages/names/initials.ts'
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
export async function createHousehold(
  store: Store,
  scope: Scope,
  id: string,
  door: string,
  details: HouseholdDetails,
): Promise<{ household: Household; fresh: boolean }> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const normal = normalizeDoor(door)
    const { made, fresh } = await once(
      store,
      scope.village,
      'household',
      { id, door: normal, ...details },
      async () => {
        await recordChange(store, scope, 'household.created', normal, null, { door: normal, ...details })
        return insertHousehold(store, scope, id, normal, details)
      },
    )
    if (fresh) await bumpRevision(store, scope.village)
    // It may have moved since.
    const now = (await doorOf(store, scope.village, made)) ?? normal
    return { household: await mustFindHousehold(store, scope.village, now), fresh }
  })
}

/** Inserts the row alone, for imports that announce once; `door` is in normal form. */
export async function insertHousehold(
  store: Store,
  scope: Scope,
  id: string,
  door: string,
  details: HouseholdDetails,
): Promise<number> {
  await refuseTakenDoor(store, scope.village, door)
  const group = await ensureGroup(store, scope.village, details.group)
  const household = await store.insert('households', {
    ...newHouseholdRow(scope.village, id, door, details),
    group_id: group,
  })
  await recordHistory(store, scope, household, 'created', {})
  await recordDetails(store, scope, household, { optedOut: false, consented: false }, details)
  return household
}

/** A row of a new household, but for its group; `door` is in normal form. */
export function newHouseholdRow(
  village: number,
  id: string,
  door: string,
  details: Omit<HouseholdDetails, 'group'>,
): Omit<NewRow<'households'>, 'group_id'> {
  return {
    village_id: village,
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
  }
}

/**
 * @param own id of the household that moves to the door
 * @throws Refused when a household has the door or one that looks like it, or had it when it was merged into another one
 */
export async function refuseTakenDoor(
  store: Store,
  village: number,
  door: string,
  own?: number,
): Promise<void> {
  if (door === '') throw new Refused('unprocessable', 'door-empty')
  const holder = await findHousehold(store, village, door)
  if (holder?.closedOn) throw new Refused('conflict', 'door-closed', { door, into: holder.mergedInto ?? '' })
  if (holder) throw new Refused('conflict', 'door-taken', { door })
  const other = await store.first<{ door: string }>(
    'SELECT door FROM households WHERE village_id = ? AND look_alike_key = ? AND id <> ?',
    village,
    doorKey(door),
    own ?? 0,
  )
  if (other) throw new Refused('conflict', 'door-alike', { door, other: other.door })
}

/** Changes particulars; another door is given by `moveHousehold`. */
export async function changeHousehold(
  store: Store,
  scope: Scope,
  door: string,
  change: { [Key in keyof HouseholdDetails]?: HouseholdDetails[Key] | undefined },
): Promise<Household> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const before = await mustFindOpenHousehold(store, scope.village, door)
    const { agreement, ...particulars } = change
    const after: Household = { ...before, ...givenFields(particulars) }
    await store.update(
      'households',
      { village_id: scope.village, id: before.id },
      {
        head: after.head,
        initials: initialsOf(after.head, 'name'),
        group_id: await ensureGroup(store, scope.village, after.group),
        members: after.members,
        phone: after.phone || null,
        note: after.note || null,
        opted_out: after.optedOut ? 1 : 0,
        consented: after.consented ? 1 : 0,
      },
    )
    await recordChange(store, scope, 'household.changed', before.door, before, change)
    await recordDetails(store, scope, before.id, before, { ...after, agreement })
    await bumpRevision(store, scope.village)
    return mustFindHousehold(store, scope.village, before.door)
  })
}
