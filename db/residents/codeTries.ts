/**
 * Rate limit of six-digit codes per door and hour, stored in the database. A try is
 * counted before the code is compared. Right codes do not reset it: a guesser would
 * profit from the household's own visits.
 */
import { codeTriesAnHour } from '../../server/domain/people/residents.ts'
import { bucketOf } from '../store/bucketOf.ts'
import type { Store } from '../store/store.ts'

/** How long a try counts, ms. */
const hourMs = 3_600_000

/**
 * Takes one try of a door's code, whether there is such a door or not.
 *
 * @param door in normal form
 * @param now ms since 1970, UTC
 * @returns how many are left after this one; null when it may not be made
 */
export async function takeCodeTry(
  store: Store,
  village: number,
  door: string,
  now: number,
): Promise<number | null> {
  return store.write(village, async (store) => {
    // A clock that was set back must not lock a door for longer than an hour.
    await store.run('UPDATE code_tries SET tried_at = @now WHERE village_id = @village AND tried_at > @now', {
      village,
      now,
    })
    await store.run('DELETE FROM code_tries WHERE village_id = ? AND tried_at <= ?', village, now - hourMs)
    const key = await countedDoor(store, village, door)
    const { count } = await store.one<{ count: number }>(
      'SELECT count(*) AS count FROM code_tries WHERE village_id = ? AND door = ?',
      village,
      key,
    )
    if (count >= codeTriesAnHour) return null
    await store.insert('code_tries', { village_id: village, door: key, tried_at: now })
    return codeTriesAnHour - count - 1
  })
}

/** The key of a door's tries; unknown doors share a bounded number of buckets, whose keys cannot be doors. */
async function countedDoor(store: Store, village: number, door: string): Promise<string> {
  const exists = await store.first(
    'SELECT 1 FROM households WHERE village_id = ? AND door = ?',
    village,
    door,
  )
  return exists === undefined ? `\n${bucketOf(door)}` : door
}
