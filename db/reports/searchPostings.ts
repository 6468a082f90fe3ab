/** Lines of the ledger by what somebody types, in the order of a column, and their sums. */
import { matchingHouseholds } from '../households/searchHouseholds.ts'
import { conditionsOf, type PostingFilter } from '../ledger/postingFilter.ts'
import { listPostings, type PostingLine, postingLines } from '../ledger/postings.ts'
import type { Store } from '../store/store.ts'

/** Columns that lines are sorted by. */
const columns = {
  seq: ['p.seq'],
  date: ['p.occurred_on'],
  // Numbers by their value: shorter ones are smaller.
  door: ['length(h.door)', 'h.door'],
  text: ['p.text'],
  points: ['p.points'],
  by: ['p.recorder'],
} as const

export type PostingColumn = keyof typeof columns

export interface PostingSearch extends Omit<PostingFilter, 'text'> {
  /** Door, name or initials of a household, part of a rule's text, of a recorder's name, or of a note. */
  q?: string | undefined
  sort?: PostingColumn | undefined
  order?: 'asc' | 'desc' | undefined
}

/** Sums of the lines that match; reversed ones and their reversals are both in them. */
export interface PostingTotals {
  lines: number
  /** Sum of all points above zero. */
  added: number
  /** Sum of all points below zero. */
  deducted: number
}

/**
 * Lines that match, from one position on. Reads all of them to sort: not for the main thread.
 *
 * @param inNotes whether the caller may read notes, which are searched then
 * @param start how many to skip
 * @param limit how many at most
 */
export async function searchPostings(
  store: Store,
  village: number,
  search: PostingSearch,
  inNotes: boolean,
  start: number,
  limit: number,
): Promise<PostingLine[]> {
  const filter = await filterOf(store, village, search, inNotes)
  const { sort = 'seq', order = 'desc' } = search
  if (sort === 'seq' && order === 'desc' && start === 0)
    return listPostings(store, village, filter, null, limit)
  const { text, values } = conditionsOf(village, filter)
  const by = columns[sort].map((column) => `${column} ${order}`).join(', ')
  const found = await store.all<{ seq: number }>(
    `SELECT p.seq FROM postings p JOIN households h ON h.id = p.household_id
     WHERE p.village_id = ? ${text} ORDER BY ${by}, p.seq DESC LIMIT ? OFFSET ?`,
    village,
    ...values,
    limit,
    start,
  )
  return postingLines(
    store,
    village,
    found.map(({ seq }) => seq),
  )
}

/** How many lines match, and what they sum up to; `inNotes` as above. */
export async function postingTotals(
  store: Store,
  village: number,
  search: PostingSearch,
  inNotes: boolean,
): Promise<PostingTotals> {
  const { text, values } = conditionsOf(village, await filterOf(store, village, search, inNotes))
  return store.one<PostingTotals>(
    `SELECT count(*) AS lines, coalesce(sum(CASE WHEN p.points > 0 THEN p.points ELSE 0 END), 0) AS added,
       coalesce(sum(CASE WHEN p.points < 0 THEN p.points ELSE 0 END), 0) AS deducted
     FROM postings p JOIN households h ON h.id = p.household_id
     WHERE p.village_id = ? ${text}`,
    village,
    ...values,
  )
}

async function filterOf(
  store: Store,
  village: number,
  { q, sort: _sort, order: _order, ...filter }: PostingSearch,
  inNotes: boolean,
): Promise<PostingFilter> {
  const households = await matchingHouseholds(store, village, q)
  if (households === null) return filter
  return { ...filter, text: { typed: q?.trim() ?? '', households, inNotes } }
}
