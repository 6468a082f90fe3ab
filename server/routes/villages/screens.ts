import type { Router } from 'express'
import { changeScreen, confirmScreen, forgetScreen, mustFindScreen } from '../../../db/villages/screens.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** The screens of a village: how they are, what they show, and orders to one. */
export function screenRoutes(router: Router, services: Services): void {
  const { store, screens } = services

  route(router, services, operations.listScreens, async ({ village }) => ({
    answer: await screens.lists.list(village.id),
  }))

  route(router, services, operations.changeScreen, async ({ scope, village, params, body }) => {
    screens.sendSettings(village.id, await changeScreen(store, scope, params.screen, body))
    return { answer: await screens.lists.read(village.id, params.screen) }
  })

  route(router, services, operations.orderScreen, async ({ village, params, body }) => {
    screens.order(village.id, await mustFindScreen(store, village.id, params.screen), body.type)
  })

  route(router, services, operations.confirmScreen, async ({ scope, village, params }) => {
    const { key, device } = screens.lists.mustFindWaiting(village.id, params.waiting)
    const { id } = await confirmScreen(store, scope, key, device)
    await screens.settle(village.id, key)
    return { answer: await screens.lists.read(village.id, id) }
  })

  route(router, services, operations.refuseScreen, ({ village, params }) => {
    screens.refuse(village.id, params.waiting)
  })

  route(router, services, operations.forgetScreen, async ({ scope, village, params }) => {
    const { key } = await mustFindScreen(store, village.id, params.screen)
    await forgetScreen(store, scope, params.screen)
    await screens.settle(village.id, key)
  })
}
