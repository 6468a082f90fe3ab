/** How soon a server answers after its start, and what it holds in memory when nothing is asked of it. */
import { freePort, startProcess } from '../../support/process.ts'
import { administrator, signIn } from '../calls/calls.ts'
import { cleaningUp } from '../calls/cleanUp.ts'
import { settle } from '../calls/settle.ts'
import { copyOf, keepCounty } from '../county/fill.ts'
import { memoryOf } from '../county/memory.ts'
import type { CountyShape } from '../county/shape.ts'
import { type Row, within } from '../measure.ts'

/** One village, and the same with a long history: ready within, ms. */
const villageGoal = 1_000
const longGoal = 2_000
/** RSS of a server of one village that did the work of its start, MB. */
const memoryGoal = 150

export interface StartOptions {
  /** Folder in which villages are kept. */
  data: string
  /** Of the county; one of its villages is started. */
  shape: CountyShape
  /** Of the village with a long history. */
  long?: Pick<CountyShape, 'households' | 'postings'>
  rounds?: number
}

export async function benchStart({
  data,
  shape,
  long: size = { households: 786, postings: 1_000_000 },
  rounds = 5,
}: StartOptions): Promise<Row[]> {
  const one = await start(await keepCounty(data, { ...shape, villages: 1 }), rounds)
  const long = await start(await keepCounty(data, { villages: 1, seed: 1, ...size }), rounds)
  const memory = 'memory (RSS), one village, idle'
  return [
    within('start, one village', 'ms', one.times, villageGoal),
    one.megabytes.length > 0
      ? within(memory, 'MB', one.megabytes, memoryGoal)
      : { work: memory, skipped: 'no /proc' },
    within(`start, ${size.postings} postings`, 'ms', long.times, longGoal),
  ]
}

function start(folder: string, rounds: number): Promise<{ times: number[]; megabytes: number[] }> {
  return cleaningUp(async (later) => {
    const { dataDir, remove } = copyOf(folder)
    later(remove)
    const times: number[] = []
    const megabytes: number[] = []
    // The first start makes the administrator.
    for (let round = 0; round <= rounds; round += 1) {
      const { readyMs, megabytes: held } = await startOnce(dataDir)
      if (round > 0) times.push(readyMs)
      if (round > 0 && held !== null) megabytes.push(held)
    }
    return { times, megabytes }
  })
}

function startOnce(dataDir: string): Promise<{ readyMs: number; megabytes: number | null }> {
  return cleaningUp(async (later) => {
    const server = await startProcess(dataDir, await freePort(), administrator)
    later(server.stop)
    const calls = await signIn(server)
    later(calls.close)
    await settle(calls, 1)
    return { readyMs: server.readyMs, megabytes: memoryOf(server.child.pid)?.now ?? null }
  })
}
