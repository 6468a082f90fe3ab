/** Finds households by door, name or initials. */
import { compareDoors } from '../../server/domain/households/door.ts'
import { closenessTo, type Known } from '../../server/domain/households/householdSearch.ts'
import type { Store } from '../store/store.ts'
import { heldPoints } from './heldPoints.ts'
import { type Household, type HouseholdWithTotals, toHousehold, withTotals } from './households.ts'

export interface HouseholdSearch {
  /** Door, part of the name, or initials of its pinyin. */
  q?: string | undefined
  /** Name of a group. */
  group?: string | undefined
  /** Those that were merged into others, too. */
  closed?: boolean | undefined
}

/**
 * Households that match, best first: the exact door, doors that begin so, then
 * names; all in order of door when nothing is asked.
 */
export async function searchHouseholds(
  store: Store,
  village: number,
  search: HouseholdSearch,
): Promise<Household[]> {
  const open = search.closed ? '' : 'AND h.closed_on IS NULL'
  const held = await heldPoints(store, village)
  const rows = (await store.all<HouseholdWithTotals>(`${withTotals} ${open}`, village)).map((row) =>
    toHousehold(row, held.get(row.id) ?? 0),
  )
  const grouped = search.group === undefined ? rows : rows.filter(({ group }) => group === search.group)
  const q = search.q?.trim() ?? ''
  if (q === '') return grouped.sort((a, b) => compareDoors(a.door, b.door))
  const closeness = closenessTo(q)
  return grouped
    .map((household) => ({ household, closeness: closeness(household) }))
    .filter((found) => found.closeness > 0)
    .sort((a, b) => b.closeness - a.closeness || compareDoors(a.household.door, b.household.door))
    .map((found) => found.household)
}

/**
 * The households that match, with those that were merged into others, for lists of what is theirs.
 *
 * @param q door, part of the name, or initials of its pinyin
 * @returns their ids; null where nothing is asked
 */
export async function matchingHouseholds(store: Store, village: number, q = ''): Promise<number[] | null> {
  if (q.trim() === '') return null
  const closeness = closenessTo(q)
  const households = await store.all<Known & { id: number }>(
    'SELECT id, door, head, initials FROM households WHERE village_id = ?',
    village,
  )
  const found = households.filter((household) => closeness(household) > 0)
  return found.map(({ id }) => id)
}
