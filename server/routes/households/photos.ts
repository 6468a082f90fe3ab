import { createHash } from 'node:crypto'
import type { Router } from 'express'
import { mustFindHousehold } from '../../../db/households/households.ts'
import { storePhoto, readPhoto } from '../../../db/photos/photos.ts'
import { readPortrait, removePortrait, storePortrait } from '../../../db/photos/portraits.ts'
import { fileTypes, operations } from '../../contract/operations/operations.ts'
import { takePhoto } from '../../pictures/photos.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Photos as evidence, for the staff, and of households for the desk. */
export function photoRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.keepPhoto, async ({ scope, village, params, query, body }) => {
    const household = (await mustFindHousehold(store, village.id, query.door)).id
    const { bytes, width, height } = await takePhoto(body)
    const digest = createHash('sha256').update(body).digest('hex')
    const photo = { id: params.photo, household, digest, bytes, width, height }
    const { fresh } = await storePhoto(store, scope, photo)
    return { fresh, answer: { id: params.photo, width, height } }
  })

  route(router, services, operations.readPhoto, async ({ village, params, response }) => {
    const { bytes } = await readPhoto(store, village.id, params.photo)
    // Its content never changes; a day, so that it is soon gone from a computer that many use.
    response.set('cache-control', 'private, max-age=86400, immutable').type(fileTypes.picture).send(bytes)
  })

  route(router, services, operations.storePortrait, async ({ scope, params, body }) => {
    const { bytes, width, height } = await takePhoto(body)
    const digest = createHash('sha256').update(body).digest('hex')
    const photo = { id: params.photo, digest, bytes, width, height }
    const { fresh } = await storePortrait(store, scope, params.door, photo)
    return { fresh, answer: { id: params.photo, width, height } }
  })

  route(router, services, operations.readPortrait, async ({ village, params, response }) => {
    const { id } = await mustFindHousehold(store, village.id, params.door)
    const bytes = await readPortrait(store, village.id, id, params.photo)
    response.set('cache-control', 'private, no-store').type(fileTypes.picture).send(bytes)
  })

  route(router, services, operations.removePortrait, async ({ scope, params }) => {
    await removePortrait(store, scope, params.door)
  })
}
