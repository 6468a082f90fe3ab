/**
 * A county on one machine: its server is started again while every screen comes back at once and the staff goes on
 * working; then postings at a fixed pace with all screens connected, and the page of the whole town.
 */
import { setTimeout } from 'node:timers/promises'
import { freePort, type ServerProcess, startProcess } from '../../support/process.ts'
import { type Calls, administrator, Entry, signIn, timed } from '../calls/calls.ts'
import { cleaningUp } from '../calls/cleanUp.ts'
import { paceWhile } from '../calls/paced.ts'
import { countVerified } from '../calls/settle.ts'
import { longest, type Measured, median, quantile, type Row, within } from '../measure.ts'
import { copyOf, keepCounty } from './fill.ts'
import { memoryOf } from './memory.ts'
import { doorOf, slugOf } from './names.ts'
import { type Boards, prepareScreens, type Screens } from './screens.ts'
import { type CountyShape, entryRule } from './shape.ts'

const usualScreens = 2_000
/** One call of the staff each, while the screens come back, ms. */
const staffEveryMs = 50
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
    const screens = await prepareScreens(before.url, count, shape.villages)
    later(screens.close)
    const calls = await signIn(before)
    later(calls.close)
    const desk = await openDesk(calls, shape)
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
  let boards: Boards = { times: [], retried: 0 }
  let verified = 0
  const comeBack = async () => {
    boards = await screens.connect()
    verified = await countVerified(calls)
  }
  const staffTimes = await paceWhile(comeBack, staffEveryMs, desk.call)
  const postingTimes = await paceWhile(() => setTimeout(postingMs), postingEveryMs, desk.post)
  const town: number[] = []
  for (let call = 0; call < townCalls; call += 1) town.push(await timed(() => calls.get('/api/town')))

  const { villages, households, postings: lines } = shape
  const place = `county ${villages} × ${households} × ${lines}`
  const note = `half of them after ${Math.round(median(boards.times))} ms, ${boards.retried} connections retried, ${verified} of ${villages} ledgers verified by then`
  const storm = `staff calls while ${count} screens come back`
  return [
    within(`${place}: start`, 'ms', [server.readyMs], 2_000),
    {
      ...within(`${place}: restart, the last of ${count} boards`, 'ms', [longest(boards.times)], 10_000),
      note,
    },
    within(`${storm}, p99`, 'ms', [quantile(staffTimes, 0.99)], 300),
    {
      ...within(`${storm}, longest`, 'ms', [longest(staffTimes)], 1_000),
      note: `p50 ${median(staffTimes).toFixed(1)} ms`,
    },
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

interface Desk {
  /** One call of any kind. */
  call: (index: number) => Promise<unknown>
  post: (index: number) => Promise<unknown>
}

/** What members of staff do, in one village after the other. */
async function openDesk(calls: Calls, { villages, households }: CountyShape): Promise<Desk> {
  const entries: Entry[] = []
  for (let village = 0; village < villages; village += 1)
    entries.push(await Entry.open(calls, slugOf(village), entryRule))
  const post = async (index: number) => entries[index % villages]?.post(doorOf(index % households))
  const acts: ((village: string, index: number) => Promise<unknown>)[] = [
    (_, index) => post(index),
    (village, index) => calls.get(`/api/villages/${village}/households?q=${doorOf(index % households)}`),
    (village) => calls.get(`/api/villages/${village}/postings`),
    (village) => calls.get(`/api/villages/${village}/work`),
    (village, index) =>
      calls.get(`/api/villages/${village}/households/${doorOf(index % households)}/passbook`),
  ]
  const call = async (index: number) => {
    const village = slugOf(index % villages)
    await acts[index % acts.length]?.(village, index)
  }
  return { post, call }
}
