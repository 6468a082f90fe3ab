import type { Router } from 'express'
import { findDoor, listPlates, renewPlate } from '../../../db/residents/plates.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Door plates and their tokens, for staff alone. */
export function plateRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listPlates, ({ scope, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: { items: listPlates(store, scope) } }
  })

  route(router, services, operations.findDoor, ({ scope, params, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: { door: findDoor(store, scope, params.plate) } }
  })

  route(router, services, operations.renewPlate, ({ scope, params, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: renewPlate(store, scope, params.door) }
  })
}
