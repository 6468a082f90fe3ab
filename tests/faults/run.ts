/** The long fault run: `npm run test:faults -- [--seed 7] [--only kill]`; the seed repeats a run. */
import { parseArgs } from 'node:util'
import buildAll from '../../server/build.mjs'
import { guessAtLength, monthsAtLength, redeemAtLength } from './atLength.ts'
import { flipBits } from './disk/bitFlips.ts'
import { fuzzHttp } from './fuzz/http/fuzzHttp.ts'
import type { FuzzReport } from './fuzz/judgement.ts'
import { fuzzSocket } from './fuzz/socket/fuzzSocket.ts'
import { killUnderLoad } from './kill/kill.ts'
import { cutPower } from './powerCut/powerCut.ts'
import { hindrance, recordPostings } from './powerCut/record.ts'
import { areAllSignedIn, signInAtOnce } from './signIns/signIns.ts'

const kills = 100
/** A killed server answers again within this, ms. */
const readyWithinMs = 2_000
/** Codes of one household, and tokens of doors, that somebody makes up. */
const guesses = 10_000
const tokens = 1_000_000
/** Times that 64 desks want the last item at once. */
const redemptions = 1_000
/** Villages whose random months are added up. */
const months = 1_000
/** Bits flipped, each in a database of its own. */
const flips = 200
const httpCases = 200_000
const socketCases = 100_000
const postings = 300
const cuts = 5_000
/** And so many of a run that does not sync its commits, to see that losses are found. */
const plantedCuts = 500

const { values } = parseArgs({ options: { seed: { type: 'string' }, only: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1_000_000)

/** Each gives whether what is promised holds. */
const trials: Record<string, () => Promise<boolean>> = {
  guess: async () => guessAtLength(guesses, tokens),
  redeem: async () => redeemAtLength(redemptions),
  months: async () => monthsAtLength(months),
  signIns: trySigningIn,
  kill: tryKilling,
  flip: tryFlipping,
  cut: tryCutting,
  socket: async () => judged(await fuzzSocket(socketCases, seed, true, progress(socketCases))),
  http: tryHttp,
}

const chosen = Object.entries(trials).filter(([name]) => values.only === undefined || values.only === name)
if (chosen.length === 0) throw new Error(`--only takes one of ${Object.keys(trials).join(', ')}`)
await buildAll()
let passed = 0
for (const [name, trial] of chosen) {
  say(`${name}, seed ${seed}`)
  const holds = await trial()
  say(`${name} ${holds ? 'passed' : 'failed'}`)
  passed += Number(holds)
}
say(`${passed} passed, ${chosen.length - passed} failed`)
process.exitCode = passed === chosen.length ? 0 : 1

/** Times are said, and decide nothing. */
async function trySigningIn(): Promise<boolean> {
  const report = await signInAtOnce(seed)
  say(JSON.stringify(report, null, 1))
  return areAllSignedIn(report)
}

async function tryKilling(): Promise<boolean> {
  const { readyMs, ...report } = await killUnderLoad(kills, seed, progress(kills))
  const slowest = Math.round(Math.max(...readyMs))
  const median = Math.round(readyMs.sort((a, b) => a - b)[Math.floor(readyMs.length / 2)] ?? 0)
  say(`${JSON.stringify(report, null, 1)}\nready again: median ${median} ms, slowest ${slowest} ms`)
  const { lost, doubled, moved, refused, gaps, holds } = report
  return lost + doubled + moved + refused + gaps === 0 && holds && slowest <= readyWithinMs
}

async function tryFlipping(): Promise<boolean> {
  const { counts, missed } = await flipBits(flips, seed)
  say(`${JSON.stringify(counts, null, 1)}\n${missed.join('\n')}`)
  return missed.length === 0
}

async function tryCutting(): Promise<boolean> {
  const reason = hindrance()
  if (reason !== null) {
    say(`skipped: ${reason}`)
    return true
  }
  const report = await cutPower(await recordPostings(postings), cuts, seed, progress(cuts))
  const planted = await cutPower(await recordPostings(postings, 'NORMAL'), plantedCuts, seed)
  say(`${JSON.stringify(report, null, 1)}\nlosses found without syncs: ${planted.lossy} of ${plantedCuts}`)
  return report.lossy + report.broken === 0 && planted.lossy > 0
}

async function tryHttp(): Promise<boolean> {
  const report = await fuzzHttp(httpCases, seed, true, progress(httpCases))
  return judged(report) && report.unreached.length === 0
}

function judged({ faults, ...report }: FuzzReport): boolean {
  say(JSON.stringify(report, null, 1))
  for (const fault of faults) say(fault)
  return faults.length === 0
}

/** Says ten times on the way how far a trial is. */
function progress(all: number): (done: number) => void {
  let next = 0
  return (done) => {
    if (done < next) return
    next = done + all / 10
    say(`  ${done} of ${all}`)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
