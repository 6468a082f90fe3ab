/** `npm run bench [-- row …]`: every figure as a ratio to a floor measured in the same run. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import buildAll from '../../server/build.mjs'
import { benchEntryToPixel } from './entryToPixel.ts'
import { benchFrames } from './frames.ts'
import { benchHistory } from './history.ts'
import { benchHttpPostings } from './httpPostings.ts'
import type { Row } from './measure.ts'
import { benchBoard, benchPageWeight } from './newScreen.ts'
import { benchPanelPages } from './panelPages.ts'
import { benchPush } from './push.ts'
import { benchWallHeap } from './wallHeap.ts'

const benches: Record<string, () => Promise<Row[]>> = {
  'entry-to-pixel': benchEntryToPixel,
  'http-postings': async () => [await benchHttpPostings()],
  history: async () => [await benchHistory()],
  push: async () => [await benchPush()],
  board: benchBoard,
  'page-weight': async () => [await benchPageWeight()],
  frames: async () => [await benchFrames()],
  'panel-pages': benchPanelPages,
  'wall-heap': async () => [await benchWallHeap()],
}

await buildAll()
const wanted = process.argv.slice(2)
const rows: Row[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  rows.push(...(await bench()))
}

const columns = (row: Row) => [
  row.work,
  `${row.ours.toPrecision(4)} ${row.unit}`,
  `${row.floor.toPrecision(4)} ${row.unit}`,
  `${row.ratio.toFixed(2)} (${Math.min(...row.rounds).toFixed(2)}–${Math.max(...row.rounds).toFixed(2)})`,
  row.goal,
  row.kept ? 'kept' : 'MISSED',
]
const table = [['work', 'ours', 'floor', 'ratio (range)', 'goal', ''], ...rows.map(columns)]
const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)))
for (const line of table)
  process.stdout.write(`${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)

mkdirSync('bench', { recursive: true })
writeFileSync(
  'bench/results.json',
  JSON.stringify(
    {
      machine: { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), platform: process.platform },
      versions: process.versions,
      commit: execFileSync('git', ['rev-parse', 'HEAD']).toString().trim(),
      rows,
    },
    null,
    1,
  ),
)
process.exitCode = rows.every(({ kept }) => kept) ? 0 : 1
