/**
 * Loaded before a server's program: tells over HTTP how long the event loop stood still at most, ms, since it was asked
 * before. It runs in the main thread of the server alone, not in what that starts.
 */
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && /\bmain\.js$/.test(process.argv[1] ?? '')) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  createServer((_request, response) => {
    // In another turn: the stall before this one has been noted by then.
    setTimeout(() => {
      response.end(JSON.stringify({ longestMs: delay.max / 1e6 }))
      delay.reset()
    }, 5)
  })
    .listen(Number(process.env.BENCH_PROBE_PORT), '127.0.0.1')
    .unref()
}
