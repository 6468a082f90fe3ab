/** Own households of staff: nobody scores or reviews their own (四眼). */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** Id of the household that this member of staff belongs to in the village; null where none is known. */
export async function ownHousehold(
  store: Store,
  village: number,
  user: number | null,
): Promise<number | null> {
  if (user === null) return null
  const row = await store.first<{ id: number }>(
    'SELECT household_id AS id FROM own_households WHERE village_id = ? AND user_id = ?',
    village,
    user,
  )
  return row?.id ?? null
}

/** @throws Refused when the household is the person's own */
export async function refuseOwnHousehold(
  store: Store,
  scope: Pick<Scope, 'village' | 'user'>,
  household: number,
): Promise<void> {
  if ((await ownHousehold(store, scope.village, scope.user)) === household)
    throw new Refused('forbidden', 'own-household')
}

/** Sets the household that a member of staff belongs to; null for none in this village. */
export async function setOwnHousehold(
  store: Store,
  village: number,
  user: number,
  household: number | null,
): Promise<void> {
  await store.write(village, async (store) => {
    await store.run('DELETE FROM own_households WHERE village_id = ? AND user_id = ?', village, user)
    if (household === null) return
    const row = { village_id: village, user_id: user, household_id: household }
    await store.insert('own_households', row)
  })
}

/** Moves the staff of a merged household to the one it was merged into. */
export async function moveOwnHousehold(
  store: Store,
  village: number,
  from: number,
  to: number,
): Promise<void> {
  await store.run(
    'UPDATE own_households SET household_id = ? WHERE village_id = ? AND household_id = ?',
    to,
    village,
    from,
  )
}
