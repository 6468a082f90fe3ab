import type { Router } from 'express'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { CardMaker } from '../../views/cardMaker.ts'
import { route } from '../route.ts'

/** Cards (积分卡) with the secrets of households; told once. */
export function cardRoutes(router: Router, services: Services): void {
  const maker = new CardMaker(services.store)

  route(router, services, operations.makeCards, async ({ scope, body, response }) => {
    response.setHeader('cache-control', 'no-store')
    const items = await maker.make(scope, body.id, body.doors)
    return { status: 201, answer: { items } }
  })
}
