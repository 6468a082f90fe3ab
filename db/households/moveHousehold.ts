/** Changes the door or group of a household (户); id, account and history stay. */
import { randomUUID } from 'node:crypto'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { doorKey } from '../../server/domain/text/lookAlikes.ts'
import { recordChange } from '../audit/audit.ts'
import { mustBeSame } from '../store/requests/idempotency.ts'
import { isSameText } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { ensureGroup } from '../villages/groups.ts'
import { bumpRevision } from '../villages/revision.ts'
import { refuseTakenDoor } from './changeHouseholds.ts'
import { recordHistory } from './householdHistory.ts'
import { type Household, mustFindHousehold, mustFindOpenHousehold } from './households.ts'

export interface Move {
  /** UUID made by the client before sending. */
  id: string
  /** The new door; the old one where only the group changes. */
  door: string
  group: string
}

/**
 * Changes a household's door number, group, or both. The same move again, also by
 * its old door, changes nothing.
 *
 * @throws Refused when the new door is taken, or the household is closed
 */
export async function moveHousehold(
  store: Store,
  scope: Scope,
  door: string,
  move: Move,
): Promise<Household> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const target = normalizeDoor(move.door)
    const earlier = await movedBefore(store, scope.village, move.id)
    if (earlier) {
      mustBeSame(earlier.toDoor === target && isSameText(earlier.toGroup ?? null, move.group))
      return mustFindHousehold(store, scope.village, earlier.door)
    }
    const before = await mustFindOpenHousehold(store, scope.village, door)
    if (before.door === target && before.group === move.group) return before
    if (before.door !== target) await refuseTakenDoor(store, scope.village, target, before.id)
    await placeAt(store, scope, before, { ...move, door: target })
    await bumpRevision(store, scope.village)
    return mustFindHousehold(store, scope.village, target)
  })
}

/** A household's present door, and where it moves to. */
export interface DoorChange {
  former: string
  door: string
  group: string
}

/**
 * Changes the doors of many households at once, who may take each other's; only inside `store.write`.
 *
 * @throws Refused when a new door is taken by a household that stays, or one of them is closed
 */
export async function moveHouseholds(
  store: Store,
  scope: Scope,
  changes: readonly DoorChange[],
): Promise<void> {
  requirePower(scope, 'enter')
  const moving: { before: Household; door: string; group: string }[] = []
  for (const { former, door, group } of changes)
    moving.push({
      before: await mustFindOpenHousehold(store, scope.village, former),
      door: normalizeDoor(door),
      group,
    })
  for (const { before } of moving) {
    // No door of a village looks like this one, which nobody sees.
    const between = `~${before.id}`
    await store.update(
      'households',
      { village_id: scope.village, id: before.id },
      { door: between, look_alike_key: between },
    )
  }
  for (const { before, door, group } of moving) {
    await refuseTakenDoor(store, scope.village, door, before.id)
    await placeAt(store, scope, before, { id: randomUUID(), door, group })
  }
  if (moving.length > 0) await bumpRevision(store, scope.village)
}

/** Writes a household's door and group, with its history. */
async function placeAt(
  store: Store,
  scope: Scope,
  before: Household,
  { id, door, group }: Move,
): Promise<void> {
  await store.update(
    'households',
    { village_id: scope.village, id: before.id },
    { door, look_alike_key: doorKey(door), group_id: await ensureGroup(store, scope.village, group) },
  )
  const [from, to] = [
    { door: before.door, group: before.group },
    { door, group },
  ]
  const details = { fromDoor: from.door, fromGroup: from.group, toDoor: to.door, toGroup: to.group }
  await recordHistory(store, scope, before.id, 'moved', details, { request: id })
  await recordChange(store, scope, 'household.moved', before.door, from, to)
}

async function movedBefore(store: Store, village: number, id: string) {
  const found = await store.first<{ door: string; details: string }>(
    `SELECT h.door, y.details FROM household_history y JOIN households h ON h.id = y.household_id
       WHERE y.village_id = ? AND y.request_id = ?`,
    village,
    id,
  )
  if (!found) return undefined
  const { toDoor, toGroup } = JSON.parse(found.details) as { toDoor?: string; toGroup?: string }
  return { door: found.door, toDoor, toGroup }
}
