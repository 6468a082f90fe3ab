import { type Router } from 'express'
import { type Parts } from '../parts.ts'

/** For those who watch the server: alive, verified, measured. */
export function healthRoutes(router: Router, { readiness, metrics }: Parts): void {
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok')
  })
  router.get('/readyz', (_request, response) => {
    const villages = readiness.failed.map(({ village }) => village)
    if (villages.length === 0) response.type('text').send('ready')
    else
      response
        .status(503)
        .type('text')
        .send(`the ledger does not hold: ${villages.join(', ')}`)
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
