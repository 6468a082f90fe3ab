import type { Router } from 'express'
import { changeHousehold, createHousehold } from '../../../db/households/changeHouseholds.ts'
import { householdHistory } from '../../../db/households/householdHistory.ts'
import { mustFindHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { listPostings } from '../../../db/ledger/postings.ts'
import { portraitOf } from '../../../db/photos/portraits.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { foreseeMerge, foreseeSplit } from '../../../db/transfers/transferPlans.ts'
import { mergeHousehold, splitHousehold } from '../../../db/transfers/transfers.ts'
import { operations } from '../../contract/operations/operations.ts'
import { sees } from '../../domain/people/privateFields.ts'
import type { Services } from '../../services.ts'
import { sliceOf } from '../page.ts'
import { route } from '../route.ts'
import { accountOf, viewHousehold } from './householdViews.ts'

/** How many of the last lines a passbook shows at a glance. */
const lastLines = 20

/** Households, their search, and the account of one (积分册). */
export function householdRoutes(router: Router, services: Services): void {
  const { store, hub } = services

  route(router, services, operations.listHouseholds, async ({ village, query, scope }) => {
    const inNotes = sees(scope.powers, 'household-note')
    const found = await searchHouseholds(store, village.id, { ...query, inNotes })
    const { items, next } = sliceOf(found, query)
    const sum = (of: 'score' | 'balance') => found.reduce((sum, household) => sum + household[of], 0)
    return {
      answer: {
        items: await inOrder(items, async (household) =>
          viewHousehold(household, await hub.rankOf(village.id, household.door)),
        ),
        next,
        totals: { households: found.length, score: sum('score'), balance: sum('balance') },
      },
    }
  })

  route(router, services, operations.createHousehold, async ({ scope, body }) => {
    const { id, door, ...details } = body
    const { household, fresh } = await createHousehold(store, scope, id, door, details)
    return {
      fresh,
      answer: viewHousehold(household, await hub.rankOf(scope.village, household.door)),
    }
  })

  route(router, services, operations.readHousehold, async ({ village, params }) => {
    const household = await mustFindHousehold(store, village.id, params.door)
    return { answer: viewHousehold(household, await hub.rankOf(village.id, household.door)) }
  })

  route(router, services, operations.changeHousehold, async ({ scope, params, body }) => {
    const household = await changeHousehold(store, scope, params.door, body)
    return { answer: viewHousehold(household, await hub.rankOf(scope.village, household.door)) }
  })

  route(router, services, operations.readPassbook, async ({ village, params }) => {
    const { door } = await mustFindHousehold(store, village.id, params.door)
    const rank = await hub.rankOf(village.id, door)
    const answer = await store.read(async (store) => {
      const household = await mustFindHousehold(store, village.id, door)
      const lines = await listPostings(store, village.id, { door }, null, lastLines)
      const portrait = await portraitOf(store, village.id, household)
      return { ...(await accountOf(store, village.id, household, rank)), portrait, lines }
    })
    return { answer }
  })

  route(router, services, operations.readHouseholdHistory, async ({ village, params }) => {
    const { id } = await mustFindHousehold(store, village.id, params.door)
    return { answer: { items: await householdHistory(store, village.id, id) } }
  })

  route(router, services, operations.moveHousehold, async ({ scope, params, body }) => {
    const household = await moveHousehold(store, scope, params.door, body)
    return { answer: viewHousehold(household, await hub.rankOf(scope.village, household.door)) }
  })

  route(router, services, operations.previewSplit, async ({ scope, params, body }) => ({
    answer: await foreseeSplit(store, scope, params.door, body),
  }))

  route(router, services, operations.splitHousehold, async ({ scope, params, body }) => {
    const { plan, fresh } = await splitHousehold(store, scope, params.door, body)
    return { fresh, answer: plan }
  })

  route(router, services, operations.previewMerge, async ({ scope, params, body }) => ({
    answer: await foreseeMerge(store, scope, params.door, body.into),
  }))

  route(router, services, operations.mergeHousehold, async ({ scope, params, body }) => {
    const { plan, fresh } = await mergeHousehold(store, scope, params.door, body)
    return { fresh, answer: plan }
  })
}
