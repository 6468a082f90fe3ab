import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindActivity, refuseSettled } from './activities.ts'

/**
 * Takes a sign-in back that was made by mistake; it stays on record. Again, nothing changes.
 *
 * @throws Refused when there is no such sign-in, or the activity was settled
 */
export async function removeSignIn(store: Store, scope: Scope, activity: number, id: string): Promise<void> {
  requirePower(scope, 'enter')
  await store.write(scope.village, async (store) => {
    const found = await mustFindActivity(store, scope.village, activity)
    refuseSettled(found)
    const row = await store.first<{ door: string; removed: string | null }>(
      `SELECT h.door, s.removed_at AS removed FROM sign_ins s
         JOIN households h ON h.village_id = s.village_id AND h.id = s.household_id
         WHERE s.village_id = ? AND s.activity_id = ? AND s.id = ?`,
      scope.village,
      activity,
      id,
    )
    if (!row) throw new Refused('not-found', 'unknown-sign-in')
    if (row.removed !== null) return
    const removed = { removed_at: new Date().toISOString(), removed_by: scope.user }
    await store.update('sign_ins', { village_id: scope.village, id }, removed)
    await recordChange(store, scope, 'activity.sign-in-removed', found.name, { door: row.door }, null)
    store.announce({ type: 'activity', village: scope.village })
  })
}
