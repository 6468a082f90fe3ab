import type { Router } from 'express'
import { findDoor, listPlates, renewPlate } from '../../../db/residents/plates.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Door plates and their tokens, for staff alone. */
export function plateRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listPlates, async ({ scope, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: { items: await listPlates(store, scope) } }
  })

  route(router, services, operations.findDoor, async ({ scope, params, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: { door: await findDoor(store, scope, params.plate) } }
  })

  route(router, services, operations.renewPlate, async ({ scope, params, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: await renewPlate(store, scope, params.door) }
  })
}
