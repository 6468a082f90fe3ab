/** Who inspects which groups in a round. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { powersOf } from '../../server/domain/people/powers.ts'
import { gridOf } from '../people/grids.ts'
import { listPeople, type Person } from '../people/people.ts'
import { inOrder } from '../store/inOrder.ts'
import type { Store } from '../store/store.ts'
import { listGroups } from '../villages/groups.ts'

/** Who inspects which groups in a round. */
export interface Assignment {
  /** Id of the member of staff. */
  person: number
  /** Ids of groups. */
  groups: number[]
}

/** Who inspects which groups in the round, by name. */
export async function assignmentsOf(store: Store, village: number, round: number): Promise<Assignment[]> {
  const rows = await store.all<{ person: number; group: number }>(
    `SELECT a.user_id AS person, a.group_id AS "group" FROM round_assignments a
       JOIN users u ON u.id = a.user_id
       WHERE a.village_id = ? AND a.round_id = ? ORDER BY u.username, a.group_id`,
    village,
    round,
  )
  const people = new Map<number, number[]>()
  for (const { person, group } of rows) people.set(person, [...(people.get(person) ?? []), group])
  return [...people].map(([person, groups]) => ({ person, groups }))
}

/** What a round begins with: inspectors by their grids, those without one in the whole village. */
export async function assignmentsByGrid(store: Store, village: number): Promise<Assignment[]> {
  const all = (await listGroups(store, village)).map(({ id }) => id)
  return (
    await inOrder(await inspectorsOf(store, village), async ({ id, roles, everywhere }) => {
      const grid = await gridOf(store, village, id)
      // Administrators may inspect, but go out only where they have a grid.
      const goesOut = grid.length > 0 || [...roles, ...everywhere].includes('inspector')
      return { person: id, groups: !goesOut ? [] : grid.length > 0 ? grid : all }
    })
  ).filter(({ groups }) => groups.length > 0)
}

/** Everybody who may inspect in the village. */
async function inspectorsOf(store: Store, village: number): Promise<Person[]> {
  return (await listPeople(store, village)).filter(({ roles, everywhere }) =>
    powersOf([...roles, ...everywhere]).has('inspect'),
  )
}

/** Replaces the round's assignments. */
export async function assign(
  store: Store,
  village: number,
  round: number,
  assignments: readonly Assignment[],
): Promise<void> {
  const inspectors = new Set((await inspectorsOf(store, village)).map(({ id }) => id))
  const known = new Set((await listGroups(store, village)).map(({ id }) => id))
  for (const [index, { person, groups }] of assignments.entries()) {
    if (!inspectors.has(person)) throw new Refused('unprocessable', 'not-an-inspector').ofLine(index)
    if (groups.some((group) => !known.has(group)))
      throw new Refused('unprocessable', 'unknown-group').ofLine(index)
  }
  await store.run('DELETE FROM round_assignments WHERE village_id = ? AND round_id = ?', village, round)
  const pairs = new Set(
    assignments.flatMap(({ person, groups }) => groups.map((group) => `${person}/${group}`)),
  )
  for (const pair of pairs) {
    const [person, group] = pair.split('/').map(Number)
    await store.run(
      'INSERT INTO round_assignments (village_id, round_id, user_id, group_id) VALUES (?, ?, ?, ?)',
      village,
      round,
      person,
      group,
    )
  }
}
