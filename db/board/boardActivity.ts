/** The open activity on the wall: who has signed in, as the public may see it. */
import type { BoardActivity, BoardHousehold } from '../../server/domain/board/board.ts'
import type { Store } from '../store/store.ts'

/**
 * The activity of today that is open and on the wall, the one that was planned last.
 *
 * @param households those on the board, by id
 * @param today local date
 */
export async function boardActivity(
  store: Store,
  village: number,
  households: ReadonlyMap<number, Pick<BoardHousehold, 'door' | 'name' | 'group'>>,
  today: string,
): Promise<BoardActivity | null> {
  const row = await store.first<Omit<BoardActivity, 'byCode' | 'alone' | 'arrived' | 'people'> & Columns>(
    `SELECT id, name, venue, held_on AS "heldOn", starts, ends, room, counts, by_code AS "byCode", wall FROM activities
       WHERE village_id = ? AND state = 'open' AND wall <> 'off' AND held_on = ? ORDER BY id DESC LIMIT 1`,
    village,
    today,
  )
  if (!row) return null
  const { byCode, wall, ...activity } = row
  const signedIn = await store.all<{ household: number; people: number }>(
    `SELECT household_id AS household, count(*) AS people FROM sign_ins
       WHERE village_id = ? AND activity_id = ? AND removed_at IS NULL
       GROUP BY household_id ORDER BY max(recorded_at) DESC, household_id`,
    village,
    activity.id,
  )
  return {
    ...activity,
    byCode: byCode === 1,
    alone: wall === 'alone',
    people: signedIn.reduce((sum, one) => sum + one.people, 0),
    arrived: signedIn.flatMap(({ household }) => {
      const found = households.get(household)
      return found ? { door: found.door, name: found.name, group: found.group } : []
    }),
  }
}

interface Columns {
  byCode: 0 | 1
  wall: 'turns' | 'alone'
}
