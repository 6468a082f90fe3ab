/**
 * A county on one machine: its server is started again while every screen comes back at once and the staff goes on
 * working; then postings at a fixed pace with all screens connected, and the page of the whole town.
 */
import { setTimeout } from 'node:timers/promises'
import { freePort, type ServerProcess, startProcess } from '../../support/process.ts'
import { type Calls, administrator, signIn, timed } from '../calls/calls.ts'
import { cleaningUp } from '../calls/cleanUp.ts'
import { paceWhile } from '../calls/paced.ts'
import { countVerified } from '../calls/settle.ts'
import { longest, type Measured, median, quantile, type Row, within } from '../measure.ts'
import { type Desk, openDesk } from './desk.ts'
import { copyOf, keepCounty } from './fill.ts'
import { memoryOf } from './memory.ts'
import { prepareScreens, type Screens, usualScreens } from './screens.ts'
import type { CountyShape } from './shape.ts'
import { measureStorm } from './storm.ts'

/** 40 postings a second, for so long, ms. */
const postingEveryMs = 25
const postingForMs = 15_000
const townCalls = 20

export interface CountyOptions {
  /** Folder in which counties are kept. */
  data: string
  shape: CountyShape
  /** How many connect at once. */
  screens?: number
  postingMs?: number
}

export function benchCounty(options: CountyOptions): Promise<Row[]> {
  const { data, shape, screens: count = usualScreens } = options
  return cleaningUp(async (later) => {
    const { dataDir, remove } = copyOf(await keepCounty(data, shape))
    later(remove)
    const port = await freePort()
    const before = await startProcess(dataDir, port, administrator)
    later(before.kill)
    const screens = await prepareScreens([before.url], count, shape.villages)
    later(screens.close)
    const calls = await signIn(before)
    later(calls.close)
    const desk = await openDesk([calls], shape)
    await before.kill()
    const server = await startProcess(dataDir, port)
    later(server.stop)
    return measure(server, calls, desk, screens, options)
  })
}

async function measure(
  server: ServerProcess,
  calls: Calls,
  desk: Desk,
  screens: Screens,
  { shape, screens: count = usualScreens, postingMs = postingForMs }: CountyOptions,
): Promise<Row[]> {
  const idle = memoryOf(server.child.pid)
  const { villages, households, postings: lines } = shape
  const place = `county ${villages} × ${households} × ${lines}`
  const verified = async () => `${await countVerified(calls)} of ${villages}`
  const storm = await measureStorm(`${place}: restart`, screens, desk.call, verified)
  const postingTimes = await paceWhile(() => setTimeout(postingMs), postingEveryMs, desk.post)
  const town: number[] = []
  for (let call = 0; call < townCalls; call += 1) town.push(await timed(() => calls.get('/api/town')))

  return [
    within(`${place}: start`, 'ms', [server.readyMs], 2_000),
    ...storm,
    memoryRow(`${place}: memory (RSS) at most, ${count} screens`, server, idle?.now),
    within('postings at 40/s, p50', 'ms', [median(postingTimes)], 6),
    within('postings at 40/s, p99', 'ms', [quantile(postingTimes, 0.99)], 30),
    { ...within('town page', 'ms', [median(town)], 100), note: `longest ${longest(town).toFixed(1)} ms` },
  ]
}

function memoryRow(
  work: string,
  { child }: ServerProcess,
  idle = NaN,
): Measured | { work: string; skipped: string } {
  const memory = memoryOf(child.pid)
  if (!memory) return { work, skipped: 'no /proc' }
  const note = `${idle.toFixed(0)} MB when ready, ${memory.now.toFixed(0)} MB at the end`
  return { ...within(work, 'MB', [memory.most], 500), note }
}
