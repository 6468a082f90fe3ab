/** The long fault run: `npm run test:faults -- [kills] [seed]`. */
import buildPages from '../../server/pages/build.ts'
import { guessAtLength } from './guessing.ts'
import { killUnderLoad } from './kill.ts'

const kills = Number(process.argv[2] ?? 100)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
/** A killed server answers again within this, ms. */
const readyWithinMs = 2_000

/** Codes of one household, and tokens of doors, that somebody makes up. */
const guesses = 10_000
const tokens = 1_000_000

await buildPages()
const unguessed = guessAtLength(guesses, tokens)
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
const passed = Number(kept) + Number(unguessed)
process.stdout.write(`${passed} passed, ${2 - passed} failed\n`)
process.exitCode = passed === 2 ? 0 : 1
