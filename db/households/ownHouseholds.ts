/** Own households of staff: nobody scores or reviews their own (四眼). */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** Id of the household that this member of staff belongs to in the village; null where none is known. */
export function ownHousehold(store: Store, village: number, user: number | null): number | null {
  if (user === null) return null
  const row = store.first<{ id: number }>(
    'SELECT household_id AS id FROM own_households WHERE village_id = ? AND user_id = ?',
    village,
    user,
  )
  return row?.id ?? null
}

/** @throws Refused when the household is the person's own */
export function refuseOwnHousehold(
  store: Store,
  scope: Pick<Scope, 'village' | 'user'>,
  household: number,
): void {
  if (ownHousehold(store, scope.village, scope.user) === household)
    throw new Refused('forbidden', 'own-household')
}

/** Sets the household that a member of staff belongs to; null for none in this village. */
export function setOwnHousehold(store: Store, village: number, user: number, household: number | null): void {
  store.write(() => {
    store.run('DELETE FROM own_households WHERE village_id = ? AND user_id = ?', village, user)
    if (household === null) return
    const row = { village_id: village, user_id: user, household_id: household }
    store.insert('own_households', row)
  })
}

/** Moves the staff of a merged household to the one it was merged into. */
export function moveOwnHousehold(store: Store, village: number, from: number, to: number): void {
  store.run(
    'UPDATE own_households SET household_id = ? WHERE village_id = ? AND household_id = ?',
    to,
    village,
    from,
  )
}
