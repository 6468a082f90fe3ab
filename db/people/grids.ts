/** Grids (网格): which groups a member of staff inspects; somebody without any has the whole village. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Store } from '../store/store.ts'
import { listGroups } from '../villages/groups.ts'

/** Ids of the groups in somebody's grid; none for the whole village. */
export async function gridOf(store: Store, village: number, user: number): Promise<number[]> {
  const rows = await store.all<{ id: number }>(
    'SELECT group_id AS id FROM grids WHERE village_id = ? AND user_id = ? ORDER BY group_id',
    village,
    user,
  )
  return rows.map(({ id }) => id)
}

/** Replaces somebody's grid. @throws Refused for unknown groups */
export async function setGrid(
  store: Store,
  village: number,
  user: number,
  groups: readonly number[],
): Promise<void> {
  const known = new Set((await listGroups(store, village)).map(({ id }) => id))
  if (groups.some((group) => !known.has(group))) throw new Refused('unprocessable', 'unknown-group')
  await store.run('DELETE FROM grids WHERE village_id = ? AND user_id = ?', village, user)
  for (const group of new Set(groups))
    await store.insert('grids', { village_id: village, user_id: user, group_id: group })
}
