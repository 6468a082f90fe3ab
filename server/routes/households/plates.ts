import { type Router } from 'express'
import { findDoor, listPlates, renewPlate } from '../../../db/residents/plates.ts'
import { operations } from '../../contract/operations/operations.ts'
import { route } from '../../http/route.ts'
import { type Parts } from '../../services.ts'

/** Door plates and their tokens, for staff alone. */
export function plateRoutes(router: Router, parts: Parts): void {
  const { store } = parts

  route(router, parts, operations.listPlates, ({ scope, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: { items: listPlates(store, scope) } }
  })

  route(router, parts, operations.findDoor, ({ scope, params, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: { door: findDoor(store, scope, params.plate) } }
  })

  route(router, parts, operations.renewPlate, ({ scope, params, response }) => {
    response.setHeader('cache-control', 'no-store')
    return { answer: renewPlate(store, scope, params.door) }
  })
}
