import type { Router } from 'express'
import { listBatches, readBatch } from '../../../db/batches/batches.ts'
import { reverseBatch } from '../../../db/batches/reverseBatch.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { pageOf, positionOf } from '../page.ts'
import { route } from '../route.ts'

/** Reading what was entered together, and taking it back. */
export function batchRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.listBatches, async ({ village, query }) => {
    const { cursor, limit, kind = null } = query
    const batches = await listBatches(store, village.id, kind, positionOf(cursor), limit + 1)
    return { answer: pageOf(batches, limit, ({ id }) => id) }
  })

  route(router, services, operations.readBatch, async ({ village, params }) => ({
    answer: await readBatch(store, village.id, params.batch),
  }))

  route(router, services, operations.reverseBatch, async ({ scope, params, body }) => {
    const { reversals, fresh } = await reverseBatch(store, scope, params.batch, body)
    metrics.postings.inc(reversals)
    return { fresh, answer: await readBatch(store, scope.village, params.batch) }
  })
}
