import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What `/metrics` tells; no label ever carries a person, a door or a name. */
export interface Metrics {
  registry: Registry
  requests: Histogram<'operation' | 'status'>
  postings: Counter
  stopCollecting: () => void
}

/** A registry of its own, so that several servers can live in one process (tests). */
export function createMetrics(liveScreens: () => Promise<Map<string, number>>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'yiping_screens',
    help: 'Walls heard within the last 12 s',
    labelNames: ['village'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const [village, count] of await liveScreens()) this.set({ village }, count)
    },
  })
  return {
    registry,
    requests: new Histogram({
      name: 'yiping_request_seconds',
      help: 'Time to answer, by operation and status',
      labelNames: ['operation', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    }),
    postings: new Counter({
      name: 'yiping_postings_total',
      help: 'Postings written since the start',
      registers: [registry],
    }),
    stopCollecting: () => registry.clear(),
  }
}
