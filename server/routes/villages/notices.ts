import type { Router } from 'express'
import { changeNotice, createNotice, listNotices, removeNotice } from '../../../db/board/notices.ts'
import { storePicture, pictureAddress, readPicture } from '../../../db/villages/pictures.ts'
import { fileTypes, operations } from '../../contract/operations/operations.ts'
import { takePicture } from '../../pictures/pictures.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Notices for the walls, and the pictures of notices and crests. */
export function noticeRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listNotices, async ({ village }) => ({
    answer: { items: await listNotices(store, village.id) },
  }))

  route(router, services, operations.createNotice, async ({ scope, body }) => {
    const { notice, fresh } = await createNotice(store, scope, body)
    return { fresh, answer: notice }
  })

  route(router, services, operations.changeNotice, async ({ scope, params, body }) => ({
    answer: await changeNotice(store, scope, params.notice, body),
  }))

  route(router, services, operations.removeNotice, async ({ scope, params }) => {
    await removeNotice(store, scope, params.notice)
  })

  route(router, services, operations.keepPicture, async ({ scope, village, body }) => {
    const { id, width, height } = await storePicture(store, scope, await takePicture(body))
    return { status: 201, answer: { id, address: pictureAddress(village.slug, id), width, height } }
  })

  route(router, services, operations.readPicture, async ({ village, params, response }) => {
    const bytes = await readPicture(store, village.id, params.picture)
    // Its name is made from its content: it never changes.
    response.set('cache-control', 'public, max-age=31536000, immutable').type(fileTypes.picture).send(bytes)
  })
}
