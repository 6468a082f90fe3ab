import type { ShownCode } from '../../server/domain/activities/activities.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Store } from '../store/store.ts'
import { codeAt } from './signInCodes.ts'

/**
 * The code of an activity at an instant.
 *
 * @param now ms since 1970, UTC
 * @throws Refused unless it is open and takes codes
 */
export async function shownCode(
  store: Store,
  village: number,
  activity: number,
  now: number,
): Promise<ShownCode> {
  const row = await store.first<{ name: string; state: string; secret: string; byCode: 0 | 1 }>(
    'SELECT name, state, secret, by_code AS "byCode" FROM activities WHERE village_id = ? AND id = ?',
    village,
    activity,
  )
  if (!row) throw new Refused('not-found', 'unknown-activity')
  if (row.state !== 'open') throw new Refused('conflict', 'activity-not-open', { activity: row.name })
  if (row.byCode === 0) throw new Refused('conflict', 'activity-no-code', { activity: row.name })
  return { activity, ...codeAt(row.secret, now) }
}
