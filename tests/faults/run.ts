/** The long fault run: `npm run test:faults -- [kills] [seed]`. */
import buildPages from '../../server/pages/build.ts'
import { flipBits } from './bitFlips.ts'
import { guessAtLength } from './guessing.ts'
import { killUnderLoad } from './kill.ts'

const kills = Number(process.argv[2] ?? 100)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
/** A killed server answers again within this, ms. */
const readyWithinMs = 2_000

/** Bits flipped, each in a database of its own. */
const flips = 200

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
process.stdout.write(`${flips} flipped bits, seed ${seed}\n`)
const { counts, missed } = await flipBits(flips, seed)
process.stdout.write(`${JSON.stringify(counts, null, 1)}\n${missed.join('\n')}\n`)
const outcomes = [kept, unguessed, missed.length === 0]
const passed = outcomes.filter(Boolean).length
process.stdout.write(`${passed} passed, ${outcomes.length - passed} failed\n`)
process.exitCode = passed === outcomes.length ? 0 : 1
