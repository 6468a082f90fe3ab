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
export function listPlates(store: Store, scope: Scope): Plate[] {
  requirePower(scope, 'enter')
  const plates = store.all(
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
export function findDoor(store: Store, scope: Scope, token: string): string {
  requirePower(scope, 'read')
  const found = store.first(
    store.sql
      .selectFrom('households')
      .select('door')
      .where('village_id', '=', scope.village)
      .where('door_token', '=', token),
  )
  const household = found && findHousehold(store, scope.village, found.door)
  if (!household) throw new Refused('not-found', 'unknown-plate')
  if (household.closedOn !== null) throw closedRefusal(household)
  return household.door
}

/** Replaces a door's token: the old plate stops working, and the household's sessions end. */
export function renewPlate(store: Store, scope: Scope, door: string): Plate {
  requirePower(scope, 'administer')
  return store.write(() => {
    const household = mustFindOpenHousehold(store, scope.village, door)
    const token = newDoorToken()
    store.update('households', { village_id: scope.village, id: household.id }, { door_token: token })
    endResidentSessions(store, scope.village, household.id)
    recordHistory(store, scope, household.id, 'plate-renewed', {})
    recordChange(store, scope, 'household.plate-renewed', household.door, null, null)
    return { door: household.door, group: household.group, token }
  })
}
