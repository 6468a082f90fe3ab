/** Finds households by door, name or initials. */
import { compareDoors } from '../../server/domain/households/door.ts'
import { closenessTo, type Known } from '../../server/domain/households/householdSearch.ts'
import type { Store } from '../store/store.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { heldPoints } from './heldPoints.ts'
import { honourPoints } from './honourPoints.ts'
import { type Household, type HouseholdWithTotals, toHousehold, withTotals } from './households.ts'

export interface HouseholdSearch {
  /** Door, part of the name, or initials of its pinyin. */
  q?: string | undefined
  /** Name of a group. */
  group?: string | undefined
  /** Those that were merged into others, too. */
  closed?: boolean | undefined
  /** Search notes as well: for people who may read them. */
  inNotes?: boolean | undefined
  sort?: HouseholdColumn | undefined
  order?: 'asc' | 'desc' | undefined
}

/** By column: the order of two households. */
const columns = {
  door: (a: Household, b: Household) => compareDoors(a.door, b.door),
  head: (a: Household, b: Household) =>
    a.initials.localeCompare(b.initials) || a.head.localeCompare(b.head, 'zh-CN'),
  group: (a: Household, b: Household) => compareDoors(a.group, b.group),
  score: (a: Household, b: Household) => a.score - b.score,
  balance: (a: Household, b: Household) => a.balance - b.balance,
}

export type HouseholdColumn = keyof typeof columns

/**
 * Households that match, by the column asked for; else best first: the exact door, doors that begin so, then
 * names; all in order of door when nothing is asked.
 */
export async function searchHouseholds(
  store: Store,
  village: number,
  search: HouseholdSearch,
): Promise<Household[]> {
  const open = search.closed ? '' : 'AND h.closed_on IS NULL'
  const special = await readSpecialRules(store, village)
  const held = await heldPoints(store, village, special)
  const honours = await honourPoints(store, village, special)
  const rows = (await store.all<HouseholdWithTotals>(`${withTotals} ${open}`, village)).map((row) =>
    toHousehold(row, { onHold: held.get(row.id) ?? 0, honour: honours.get(row.id) ?? 0 }),
  )
  const grouped = search.group === undefined ? rows : rows.filter(({ group }) => group === search.group)
  const found = matching(grouped, search)
  if (search.sort === undefined) return found
  const inOrder = columns[search.sort]
  const direction = search.order === 'desc' ? -1 : 1
  return found.sort((a, b) => direction * inOrder(a, b) || compareDoors(a.door, b.door))
}

function matching(households: Household[], { q = '', inNotes = false }: HouseholdSearch): Household[] {
  const typed = q.trim()
  if (typed === '') return households.sort((a, b) => compareDoors(a.door, b.door))
  const closenessOf = closenessTo(typed)
  const isNoted = ({ note }: Household) => inNotes && note !== null && note.includes(typed)
  return households
    .map((household) => ({ household, closeness: closenessOf(household) || (isNoted(household) ? 0.5 : 0) }))
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
