/** An event loop that does nothing: what the machine itself costs while the server is tried. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const loop = monitorEventLoopDelay({ resolution: 10 })
loop.enable()
process.on('message', () => {
  process.send?.({ stallMs: loop.max / 1e6 })
  loop.reset()
})
process.once('disconnect', () => process.exit())
process.send?.('ready')
