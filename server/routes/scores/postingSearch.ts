import { postingTotals, searchPostings } from '../../../db/reports/searchPostings.ts'
import { sees } from '../../domain/people/privateFields.ts'
import type { HeavyTable } from '../heavy.ts'
import { nextOffset, positionOf } from '../page.ts'

/** Postings searched or sorted, and the sums of those that match. */
export const postingAnswers: HeavyTable = {
  searchPostings: async ({ village, query, scope }, { store }) => {
    const { cursor, limit, ...search } = query
    const start = positionOf(cursor) ?? 0
    const inNotes = sees(scope.powers, 'posting-note')
    const found = await searchPostings(store, village.id, search, inNotes, start, limit + 1)
    return { items: found.slice(0, limit), next: nextOffset(start, limit, start + found.length) }
  },

  totalPostings: async ({ village, query, scope }, { store }) =>
    postingTotals(store, village.id, query, sees(scope.powers, 'posting-note')),
}
