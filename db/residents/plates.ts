/** Door plates (门牌码): the token behind each door's QR code. It stays out of the record of changes and the log. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import { recordChange } from '../audit/audit.ts'
import { newDoorToken } from '../households/doorTokens.ts'
import { recordHistory } from '../households/householdHistory.ts'
import { findHousehold, mustFindOpenHousehold } from '../households/households.ts'
import { closedRefusal } from '../ledger/closedRefusal.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { endResidentSessions } from './residentSessions.ts'

/** What stands on a plate; never the family's name. */
export interface Plate {
  door: string
  group: string
  token: string
}

/** The plates of all open households, in order of door. */
export async function listPlates(store: Store, scope: Scope): Promise<Plate[]> {
  requirePower(scope, 'enter')
  const plates = await store.all(
    store.sql
      .selectFrom('households as h')
      .innerJoin('household_groups as g', 'g.id', 'h.group_id')
      .select(['h.door', 'g.name as group', 'h.door_token as token'])
      .where('h.village_id', '=', scope.village)
      .where('h.closed_on', 'is', null),
  )
  return plates.sort((a, b) => compareDoors(a.door, b.door))
}

/**
 * The door whose plate carries the token.
 *
 * @throws Refused when no plate of this village does: it is another village's, or was
 *   replaced; or when the household was merged into another one
 */
export async function findDoor(store: Store, scope: Scope, token: string): Promise<string> {
  requirePower(scope, 'read')
  const found = await store.first(
    store.sql
      .selectFrom('households')
      .select('door')
      .where('village_id', '=', scope.village)
      .where('door_token', '=', token),
  )
  const household = found && (await findHousehold(store, scope.village, found.door))
  if (!household) throw new Refused('not-found', 'unknown-plate')
  if (household.closedOn !== null) throw closedRefusal(household)
  return household.door
}

/** Replaces a door's token: the old plate stops working, and the household's sessions end. */
export async function renewPlate(store: Store, scope: Scope, door: string): Promise<Plate> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const household = await mustFindOpenHousehold(store, scope.village, door)
    const token = newDoorToken()
    await store.update('households', { village_id: scope.village, id: household.id }, { door_token: token })
    await endResidentSessions(store, scope.village, household.id)
    await recordHistory(store, scope, household.id, 'plate-renewed', {})
    await recordChange(store, scope, 'household.plate-renewed', household.door, null, null)
    return { door: household.door, group: household.group, token }
  })
}
