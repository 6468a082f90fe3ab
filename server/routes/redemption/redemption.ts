import type { Router } from 'express'
import { ledgerHead } from '../../../db/households/passbooks.ts'
import {
  addDeskDay,
  clearDeskDays,
  hasDeskDays,
  listDeskDays,
  removeDeskDay,
} from '../../../db/redemption/desk.ts'
import {
  changeGoods,
  createGoods,
  type Goods,
  listGoods,
  listMovements,
  moveStock,
} from '../../../db/redemption/goods.ts'
import { redeem } from '../../../db/redemption/redeem.ts'
import { listRedemptions, redemptionsOfDay } from '../../../db/redemption/redemptionRecords.ts'
import { reportRedemptions } from '../../../db/redemption/redemptionReport.ts'
import { returnGoods } from '../../../db/redemption/returnGoods.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import { pictureAddress } from '../../../db/villages/pictures.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { GoodsView } from '../../contract/redemption/redemption.ts'
import { localDateAt } from '../../domain/calendar/calendar.ts'
import { normalizeDoor } from '../../domain/households/door.ts'
import type { Services } from '../../services.ts'
import { pageOf, positionOf } from '../page.ts'
import { route } from '../route.ts'
import { checkAtDesk } from './deskCheck.ts'

/** Redemption (兑换): goods, their stock, the desk's days, and what households took. */
export function redemptionRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.listGoods, async ({ village }) => ({
    answer: { items: (await listGoods(store, village.id)).map((goods) => viewGoods(village, goods)) },
  }))

  route(router, services, operations.createGoods, async ({ scope, village, body }) => {
    const { goods, fresh } = await createGoods(store, scope, body)
    return { fresh, answer: viewGoods(village, goods) }
  })

  route(router, services, operations.changeGoods, async ({ scope, village, params, body }) => ({
    answer: viewGoods(village, await changeGoods(store, scope, params.goods, body)),
  }))

  route(router, services, operations.moveStock, async ({ scope, village, params, body }) => ({
    answer: viewGoods(village, await moveStock(store, scope, params.goods, body)),
  }))

  route(router, services, operations.listMovements, async ({ village, params }) => ({
    answer: { items: await listMovements(store, village.id, params.goods) },
  }))

  const todayIn = ({ timezone }: VillageRow) => localDateAt(Date.now(), timezone)

  route(router, services, operations.listDeskDays, async ({ village }) => ({
    answer: {
      items: await listDeskDays(store, village.id, todayIn(village)),
      isBound: await hasDeskDays(store, village.id),
    },
  }))

  route(router, services, operations.addDeskDay, async ({ scope, village, body }) => ({
    status: 201,
    answer: await addDeskDay(store, scope, body, todayIn(village)),
  }))

  route(router, services, operations.clearDeskDays, async ({ scope }) => {
    await clearDeskDays(store, scope)
  })

  route(router, services, operations.removeDeskDay, async ({ scope, params }) => {
    await removeDeskDay(store, scope, params.day)
  })

  route(router, services, operations.redeem, async ({ scope, village, body: { check, ...body } }) => {
    const asked = { ...body, door: normalizeDoor(body.door), check }
    const checkedOtherwise =
      village.desk_check === 'digits' ? await checkAtDesk(store, village.id, asked) : undefined
    const { redemption, fresh } = await redeem(store, scope, { ...body, checkedOtherwise })
    if (fresh) metrics.postings.inc(redemption.lines.length)
    return { fresh, answer: redemption }
  })

  route(router, services, operations.returnGoods, async ({ scope, params, body }) => ({
    answer: await returnGoods(store, scope, params.line, body),
  }))

  route(router, services, operations.listRedemptions, async ({ village, query }) => {
    const { cursor, limit, from, to, door } = query
    const filter = { from, to, door: door === undefined ? undefined : normalizeDoor(door) }
    const found = await listRedemptions(store, village.id, filter, positionOf(cursor), limit + 1)
    return { answer: pageOf(found, limit, ({ key }) => key) }
  })

  route(router, services, operations.readRedemptionDay, async ({ village, params: { on } }) => ({
    // Printed with the end of the ledger of the same moment.
    answer: await store.read(async (store) => ({
      on,
      ...(await ledgerHead(store, village.id)),
      items: await redemptionsOfDay(store, village.id, on),
    })),
  }))

  route(router, services, operations.reportRedemptions, async ({ village, query }) => ({
    answer: await reportRedemptions(store, village.id, query.from, query.to),
  }))
}

function viewGoods(village: VillageRow, goods: Goods): GoodsView {
  return { ...goods, picture: goods.picture === null ? null : pictureAddress(village.slug, goods.picture) }
}
