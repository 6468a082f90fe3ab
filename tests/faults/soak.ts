/** `npm run test:soak`: a wall must not grow, and a planted leak must be found, or the measure is worth nothing. */
import buildAll from '../../server/build.mjs'
import { growth, isSteady, liveThrough, sayHeld } from './wallLife.ts'

await buildAll()
const { before, after, leaked } = await liveThrough((line) => process.stdout.write(`${line}\n`), true)
const clean = growth(before, after)
const withLeak = growth(after, leaked ?? after)
process.stdout.write(`${sayHeld('grown', clean)}\n${sayHeld('grown with the leak', withLeak)}\n`)
const isKept = isSteady(clean)
const isFound = !isSteady(withLeak)
if (!isKept) process.stdout.write('the wall grows\n')
if (!isFound) process.stdout.write('the planted leak was not found\n')
const passed = Number(isKept) + Number(isFound)
process.stdout.write(`${passed} passed, ${2 - passed} failed\n`)
process.exitCode = passed === 2 ? 0 : 1
