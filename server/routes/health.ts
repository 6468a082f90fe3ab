import type { Router } from 'express'
import type { Services } from '../services.ts'

/** Monitoring: liveness, readiness, metrics. */
export function healthRoutes(router: Router, { store, readiness, soundness, metrics }: Services): void {
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok')
  })
  router.get('/readyz', async (_request, response) => {
    const villages = readiness.failed.map(({ village }) => village)
    const { faults, night, provenAt } = soundness
    const unready = [
      ...((await store.isFull()) ? ['the disk is full: make room where the data folder is'] : []),
      ...(faults.length > 0 ? [`the database is damaged: ${faults.length} faults, see yiping verify`] : []),
      ...(villages.length > 0 ? [`the ledger does not hold: ${villages.join(', ')}`] : []),
    ]
    const detail = [
      ...(night?.failure ? [`the nightly run of ${night.at} failed: ${night.failure}`] : []),
      ...(provenAt === null ? [] : [`the whole was last proven at ${provenAt}`]),
    ]
    response
      .status(unready.length > 0 ? 503 : 200)
      .type('text')
      .send([...(unready.length > 0 ? unready : ['ready']), ...detail].join('\n'))
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
