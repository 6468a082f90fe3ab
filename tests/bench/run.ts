/**
 * `npm run bench [-- bench …] [-- --villages 300 …]`: every figure as a ratio to a floor measured in the same run.
 * The sizes of the county and its folder can be chosen; without a name all benches run.
 */
import { parseArgs } from 'node:util'
import buildAll from '../../server/build.mjs'
import { benchCounty } from './county/county.ts'
import { type CountyShape, countyShape, dataFolder } from './county/shape.ts'
import { benchGrowth } from './growth/growth.ts'
import { benchImport } from './growth/importTime.ts'
import { benchStart } from './growth/startTime.ts'
import { benchHistory } from './history.ts'
import { benchHttpPostings } from './httpPostings.ts'
import { benchLighthouse } from './lighthouse.ts'
import type { Row } from './measure.ts'
import { benchBoard } from './newScreen.ts'
import { benchPanelPages } from './panelPages.ts'
import { benchProcesses } from './processes/processes.ts'
import { benchPush } from './push.ts'
import { benchRanking } from './ranking/ranking.ts'
import { beginRun, keepRows, tableOf } from './results.ts'
import { benchStalls } from './stalls/stalls.ts'
import { benchEntryToPixel } from './wall/entryToPixel.ts'
import { benchFirstPicture } from './wall/firstPicture.ts'
import { benchFrames } from './wall/frames.ts'
import { benchWallHeap } from './wall/wallHeap.ts'

const count = { type: 'string' } as const
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { villages: count, households: count, postings: count, seed: count, screens: count, data: count },
})
const shape: CountyShape = {
  villages: countOf('villages') ?? countyShape.villages,
  households: countOf('households') ?? countyShape.households,
  postings: countOf('postings') ?? countyShape.postings,
  seed: countOf('seed') ?? countyShape.seed,
}
const screens = countOf('screens')
/** Where made data is kept for the next run. */
const data = values.data ?? dataFolder

const benches: Record<string, () => Promise<Row[]>> = {
  'entry-to-pixel': benchEntryToPixel,
  'http-postings': () => benchHttpPostings(),
  history: async () => [await benchHistory()],
  push: async () => [await benchPush()],
  board: () => benchBoard(),
  'first-picture': () => benchFirstPicture(),
  frames: benchFrames,
  'panel-pages': benchPanelPages,
  lighthouse: benchLighthouse,
  'wall-heap': async () => [await benchWallHeap()],
  ranking: () => benchRanking(),
  import: () => benchImport(),
  start: () => benchStart({ data, shape }),
  growth: () => benchGrowth({ data, shape }),
  stalls: () => benchStalls({ data }),
  county: () => benchCounty({ data, shape, ...(screens === null ? {} : { screens }) }),
  processes: () => benchProcesses({ data, shape, ...(screens === null ? {} : { screens }) }),
}

const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0)
  throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
await buildAll()
const run = beginRun()
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  keepRows('bench/results.json', run, await bench())
}
for (const line of tableOf(run.rows)) process.stdout.write(`${line}\n`)
process.exitCode = run.rows.every((row) => 'skipped' in row || row.holds) ? 0 : 1

/** A whole number of the command line; null where it is not given. */
function countOf(name: Exclude<keyof typeof values, 'data'>): number | null {
  const text = values[name]
  if (text === undefined) return null
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number from 1, not ${text}`)
  return Number(text)
}
