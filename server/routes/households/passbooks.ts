import { mustFindHousehold } from '../../../db/households/households.ts'
import { ledgerHead, passbookLines } from '../../../db/households/passbooks.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { type Mending, ownMendings } from '../../../db/mendings/mendings.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { Store } from '../../../db/store/store.ts'
import type { PrintedLine } from '../../contract/households/passbooks.ts'
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
        lines: await printedLines(store, village.id, household.id),
      })),
      next,
    }
  },
}

async function printedLines(store: Store, village: number, household: number): Promise<PrintedLine[]> {
  const mendings = await ownMendings(store, { village, household })
  const lines = await passbookLines(store, village, household)
  return lines.map((line) => ({ ...line, mending: printedMending(mendings.get(line.seq)) }))
}

function printedMending(mending: Mending | undefined): PrintedLine['mending'] {
  if (!mending) return null
  const { dueOn, givesBack, state, mendedOn } = mending
  return { dueOn, givesBack, state, mendedOn }
}
