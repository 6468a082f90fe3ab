import type { Router } from 'express'
import { decideMending, reportMending } from '../../../db/mendings/decideMending.ts'
import { listMendings } from '../../../db/mendings/mendings.ts'
import { listMendingTerms, setMendingTerms } from '../../../db/mendings/mendingTerms.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Putting right (整改): what is due, what households sent, and what the staff find. */
export function mendingRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.listMendings, async ({ village }) => ({
    answer: { items: await listMendings(store, village.id) },
  }))

  route(router, services, operations.decideMending, async ({ scope, params, body }) => {
    const { mending, fresh } = await decideMending(store, scope, params.seq, body)
    if (fresh && body.isPassed) metrics.postings.inc(1)
    return { fresh, answer: mending }
  })

  route(router, services, operations.listMendingTerms, async ({ village }) => ({
    answer: { items: await listMendingTerms(store, village.id) },
  }))

  route(router, services, operations.setMendingTerms, async ({ scope, body }) => {
    await setMendingTerms(store, scope, body)
    return { answer: { items: await listMendingTerms(store, scope.village) } }
  })

  route(router, services, operations.reportMending, async ({ door, params, body }) => {
    await reportMending(store, door, params.seq, body)
  })
}
