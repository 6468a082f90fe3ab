import type { Router } from 'express'
import { postingLines } from '../../../db/ledger/postings.ts'
import { createDoorScore } from '../../../db/rounds/doorScores.ts'
import { readDoorstep } from '../../../db/rounds/doorstep.ts'
import { createVisit } from '../../../db/rounds/visits.ts'
import { readClaim } from '../../../db/scores/claims.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** What grid workers see and do at the doors. */
export function doorstepRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.readDoorstep, async ({ scope, village }) => ({
    answer: await readDoorstep(store, scope, village, Date.now()),
  }))

  route(router, services, operations.createVisit, async ({ scope, params, body }) => {
    const { visit, fresh } = await createVisit(store, scope, params.round, body)
    return { fresh, answer: visit }
  })

  route(router, services, operations.createDoorScore, async ({ scope, body }) => {
    const { seqs, claims, fresh } = await createDoorScore(store, scope, body)
    if (fresh) metrics.postings.inc(seqs.length)
    const [waiting] = claims
    const line =
      waiting === undefined
        ? (await postingLines(store, scope.village, seqs))[0]
        : await readClaim(store, scope, waiting)
    if (!line) throw new Error('a score just written cannot be read')
    const { id, door, text, points } = line
    return { fresh, answer: { id, door, text, points, waits: waiting !== undefined } }
  })
}
