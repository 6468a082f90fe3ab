import { mustFindHousehold } from '../../../db/households/households.ts'
import { ledgerHead, passbookLines } from '../../../db/households/passbooks.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { HeavyTable } from '../heavy.ts'
import { sliceOf } from '../page.ts'
import { accountOf } from './householdViews.ts'

/** Passbooks of a whole village, to be printed. */
export const householdAnswers: HeavyTable = {
  listPassbooks: async ({ village, query }, { store, standings }) => {
    const { door, group } = query
    const ranks = new Map((await standings(village)).map(({ household, rank }) => [household.door, rank]))
    const found =
      door === undefined
        ? await searchHouseholds(store, village.id, { group })
        : [await mustFindHousehold(store, village.id, door)]
    const { items, next } = sliceOf(found, query)
    return {
      total: found.length,
      ...(await ledgerHead(store, village.id)),
      items: await inOrder(items, async (household) => ({
        ...(await accountOf(store, village.id, household, ranks.get(household.door) ?? 0)),
        lines: await passbookLines(store, village.id, household.id),
      })),
      next,
    }
  },
}
