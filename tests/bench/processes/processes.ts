/**
 * A county over two processes on PostgreSQL: what a posting costs beside one process, who waits for whom, and all
 * screens that come back when one of the two was started again.
 */
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import pg from 'pg'
import { hasEmbedded } from '../../support/db/embeddedServer.ts'
import { Calls } from '../calls/calls.ts'
import { cleaningUp, type Later } from '../calls/cleanUp.ts'
import { countVerified } from '../calls/settle.ts'
import type { CountyOptions } from '../county/county.ts'
import { openDesk } from '../county/desk.ts'
import { prepareScreens, usualScreens } from '../county/screens.ts'
import { measureStorm } from '../county/storm.ts'
import { atLeast, atMost, type Measured, median, type Row } from '../measure.ts'
import { startCountyServer } from './countyServer.ts'
import { parentOf } from './cpuTime.ts'
import { type Load, measureLoad, openClients, type Post } from './load.ts'
import { type LockWaits, watchLocks } from './lockWaits.ts'
import { Place } from './place.ts'

/** With so many cores two processes must post more; with fewer, a posting must cost no more. */
const enoughCores = 4
const usualRounds = 5
const usualPostingMs = 6_000

export interface ProcessesOptions extends CountyOptions {
  rounds?: number
}

export function benchProcesses(options: ProcessesOptions): Promise<Row[]> {
  const missing = hasEmbedded() ? (existsSync('/proc/self/stat') ? null : '/proc') : 'PostgreSQL'
  if (missing) return Promise.resolve([{ work: 'two processes', skipped: `no ${missing}` }])
  return cleaningUp(async (later) => {
    const database = await startCountyServer(options.data, options.shape, later)
    const first = await Place.make(database, later)
    const second = await Place.make(database, later)
    await first.start()
    const { cookie } = await first.signIn(later)
    await first.warmUp(cookie, options.shape.villages)
    const postings = await comparePostings({ database, first, second, cookie }, options, later)
    return [...postings, ...(await storm({ first, second, cookie }, options, later))]
  })
}

interface County {
  database: string
  first: Place
  second: Place
  /** Of the administrator, at both. */
  cookie: string
}

/** Postings by one process and by two, in turns; the first round is warming up. */
async function comparePostings(
  { database, first, second, cookie }: County,
  { shape, rounds = usualRounds, postingMs = usualPostingMs }: ProcessesOptions,
  later: Later,
): Promise<Row[]> {
  const postgres = await firstProcess(database)
  const ones = await openClients([first.url], cookie, shape, later)
  let twos: Post | undefined
  const one = async () => {
    await second.stop()
    return measureLoad(ones, postingMs, [first.pid], postgres)
  }
  const two = async () => {
    const isNew = !second.isRunning
    await second.start()
    const post = (twos ??= await openClients([first.url, second.url], cookie, shape, later))
    if (isNew) {
      await second.warmUp(cookie, shape.villages)
      // Its code is not compiled yet.
      await post(2 * postingMs)
    }
    return watchLocks(database, () => measureLoad(post, postingMs, [first.pid, second.pid], postgres))
  }
  const measured: { one: Load; two: Load; locks: LockWaits }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    // In turns, so that the second is started as seldom as can be.
    const before = round % 2 === 0 ? await one() : null
    const { result, locks } = await two()
    const pair = { one: before ?? (await one()), two: result, locks }
    if (round > 0) measured.push(pair)
  }
  return [cost(measured), freeLooks(measured.map(({ locks }) => locks))]
}

/** What two processes post, or what a posting costs them, beside one. */
function cost(measured: readonly { one: Load; two: Load }[]): Measured {
  const pairs = (of: (load: Load) => number) =>
    measured.map(({ one, two }) => ({ ours: of(two), floor: of(one) }))
  const rates = pairs(({ postings, seconds }) => postings / seconds)
  const postgres = pairs(({ postgresCpu }) => postgresCpu)
  const between = (of: readonly { ours: number; floor: number }[], digits: number) =>
    [of.map(({ ours }) => ours), of.map(({ floor }) => floor)]
      .map((values) => median(values).toFixed(digits))
      .join(' beside ')
  const servers = pairs(({ serverCpu }) => serverCpu)
  const noted = `PostgreSQL, not counted, ${between(postgres, 2)} ms`
  return cpus().length >= enoughCores
    ? {
        ...atLeast('postings by two processes beside one', 'postings/s', rates, 1.5),
        note: `CPU of the servers a posting ${between(servers, 2)} ms; ${noted}`,
      }
    : {
        ...atMost('CPU of the servers a posting, two processes beside one', 'ms', servers, 1.1),
        note: `${between(rates, 0)} postings/s; ${noted}`,
      }
}

/** No two clients write to one village: whoever waits for a lock waits for another village. */
function freeLooks(rounds: readonly LockWaits[]): Measured {
  const pairs = rounds.map(({ looks, withWaits }) => ({ ours: (looks - withWaits) / looks, floor: 1 }))
  const looks = rounds.reduce((sum, one) => sum + one.looks, 0)
  const found = [...new Set(rounds.flatMap((one) => one.found))]
  return {
    ...atLeast('two processes: looks that find nobody waiting for a lock', 'of 1', pairs, 1),
    holds: pairs.every(({ ours }) => ours === 1),
    note: [`${looks} looks`, ...found].join('; '),
  }
}

/** The second was started again, and all screens, half of them at each process, come at once. */
async function storm(
  { first, second, cookie }: Omit<County, 'database'>,
  { shape, screens: count = usualScreens }: ProcessesOptions,
  later: Later,
): Promise<Row[]> {
  const urls = [first.url, second.url]
  const calls = urls.map((url) => new Calls(url, cookie))
  calls.forEach((one) => later(one.close))
  await second.start()
  const desk = await openDesk(calls, shape)
  const screens = await prepareScreens(urls, count, shape.villages)
  later(screens.close)
  await second.stop()
  await second.start()
  const verified = async () => {
    const counts = await Promise.all(calls.map(countVerified))
    return `${counts.join(' and ')} of ${shape.villages}`
  }
  return measureStorm('two processes: restart of one', screens, desk.call, verified)
}

/** The process that the others of a PostgreSQL server come from. */
async function firstProcess(database: string): Promise<number> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const parent = parentOf(rows[0]?.pid ?? NaN)
  await client.end()
  return parent
}
