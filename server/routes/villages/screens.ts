import type { Router } from 'express'
import { changeScreen, confirmScreen, forgetScreen, mustFindScreen } from '../../../db/villages/screens.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** The screens of a village: how they are, what they show, and orders to one. */
export function screenRoutes(router: Router, services: Services): void {
  const { store, screens } = services

  route(router, services, operations.listScreens, ({ village }) => ({ answer: screens.list(village.id) }))

  route(router, services, operations.changeScreen, ({ scope, village, params, body }) => {
    screens.sendSettings(village.id, changeScreen(store, scope, params.screen, body))
    return { answer: screens.read(village.id, params.screen) }
  })

  route(router, services, operations.orderScreen, ({ village, params, body }) => {
    screens.order(village.id, mustFindScreen(store, village.id, params.screen), body.type)
  })

  route(router, services, operations.confirmScreen, ({ scope, village, params }) => {
    const { key, device } = screens.mustFindWaiting(village.id, params.waiting)
    const { id } = confirmScreen(store, scope, key, device)
    screens.settle(village.id, key)
    return { answer: screens.read(village.id, id) }
  })

  route(router, services, operations.refuseScreen, ({ village, params }) => {
    screens.refuse(village.id, params.waiting)
  })

  route(router, services, operations.forgetScreen, ({ scope, village, params }) => {
    const { key } = mustFindScreen(store, village.id, params.screen)
    forgetScreen(store, scope, params.screen)
    screens.settle(village.id, key)
  })
}
