import type { Router } from 'express'
import { checkCertificate } from '../../../db/levels/certificates.ts'
import {
  evaluate,
  foreseeEvaluation,
  listEvaluations,
  readEvaluation,
} from '../../../db/levels/evaluations.ts'
import type { EvaluationWithLines } from '../../contract/levels/levels.ts'
import { operations } from '../../contract/operations/operations.ts'
import { addressKey } from '../../http/callerAddress.ts'
import { takeTry, tryLimit } from '../../http/limits/tries.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** Certificates checked from one address within ten minutes. */
const checksWithinWindow = 300

/** Levels (星级) of households, and the public check of a certificate. */
export function levelRoutes(router: Router, services: Services): void {
  const { store } = services
  const checks = tryLimit(store.cluster, 'certificates', checksWithinWindow)

  route(router, services, operations.previewEvaluation, async ({ scope, query }) => {
    const { lines, ...foreseen } = await foreseeEvaluation(store, scope, query.on)
    return { answer: { ...foreseen, lines: lines.map(({ household: _household, ...line }) => line) } }
  })

  route(router, services, operations.listEvaluations, async ({ village }) => ({
    answer: { items: await listEvaluations(store, village.id) },
  }))

  route(router, services, operations.evaluate, async ({ scope, body }) => {
    const { evaluation, fresh } = await evaluate(store, scope, body)
    return { fresh, answer: await view(scope.village, evaluation) }
  })

  route(router, services, operations.readEvaluation, async ({ village, params }) => ({
    answer: await view(village.id, params.evaluation),
  }))

  route(router, services, operations.checkCertificate, async ({ params, request, response }) => {
    await takeTry(response, [{ limit: checks, key: [addressKey(request.ip)] }])
    response.set('cache-control', 'no-store')
    return { answer: await checkCertificate(store, params.certificate) }
  })

  async function view(village: number, id: number): Promise<EvaluationWithLines> {
    const { evaluation, lines } = await readEvaluation(store, village, id)
    return { ...evaluation, lines: lines.map(({ household: _household, ...line }) => line) }
  }
}
