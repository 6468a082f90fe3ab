/** The long fault run: `npm run test:faults -- [kills] [seed]`. */
import buildPages from '../../server/pages/build.ts'
import { killUnderLoad } from './kill.ts'

const kills = Number(process.argv[2] ?? 100)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
/** A killed server answers again within this, ms. */
const readyWithinMs = 2_000

await buildPages()
process.stdout.write(`kill -9 under load, ${kills} times, seed ${seed}\n`)
const { readyMs, ...report } = await killUnderLoad(kills, seed, (done) => {
  if (done % 10 === 0) process.stdout.write(`  ${done} kills\n`)
})
const slowest = Math.round(Math.max(...readyMs))
const median = Math.round(readyMs.sort((a, b) => a - b)[Math.floor(readyMs.length / 2)] ?? 0)
process.stdout.write(
  `${JSON.stringify(report, null, 1)}\nready again: median ${median} ms, slowest ${slowest} ms\n`,
)
const { lost, doubled, moved, refused, gaps, holds } = report
const kept = lost + doubled + moved + refused + gaps === 0 && holds && slowest <= readyWithinMs
process.stdout.write(`${kept ? '1 passed, 0 failed' : '0 passed, 1 failed'}\n`)
process.exitCode = kept ? 0 : 1
