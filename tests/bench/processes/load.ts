/** Clients that enter scores one after the other, each in villages of its own: no two ever write to one village. */
import { Calls, Entry } from '../calls/calls.ts'
import { doorOf, slugOf } from '../county/names.ts'
import { type CountyShape, entryRule } from '../county/shape.ts'
import { cpuOf, cpuWithChildren } from './cpuTime.ts'

const usualClients = 8

/** What is measured while clients post. */
export interface Load {
  postings: number
  seconds: number
  /** CPU of the servers, and of PostgreSQL, for one posting, ms. */
  serverCpu: number
  postgresCpu: number
}

/** One round of posting. @param ms no posting begins later */
export type Post = (ms: number) => Promise<number>

/**
 * Signs clients in, the servers' in equal shares, whose villages go round them.
 *
 * @param cookie of the administrator
 */
export async function openClients(
  urls: readonly string[],
  cookie: string,
  { villages, households }: CountyShape,
  later: (close: () => void) => unknown,
): Promise<Post> {
  const clients = await Promise.all(
    Array.from({ length: Math.min(usualClients, villages) }, async (_, client) => {
      const calls = new Calls(urls[client % urls.length] ?? '', cookie)
      later(calls.close)
      const entries: Entry[] = []
      for (let village = client; village < villages; village += usualClients)
        entries.push(await Entry.open(calls, slugOf(village), entryRule))
      return entries
    }),
  )
  return async (ms) => {
    const until = performance.now() + ms
    const counts = await Promise.all(
      clients.map(async (entries) => {
        let posted = 0
        for (; performance.now() < until; posted += 1)
          await entries[posted % entries.length]?.post(doorOf(Math.floor(Math.random() * households)))
        return posted
      }),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }
}

/** @param servers the processes of the servers @param postgres the first process of PostgreSQL */
export async function measureLoad(
  post: Post,
  ms: number,
  servers: readonly number[],
  postgres: number,
): Promise<Load> {
  const cpu = () => ({
    servers: servers.reduce((sum, pid) => sum + cpuOf(pid), 0),
    postgres: cpuWithChildren(postgres),
  })
  const before = cpu()
  const from = performance.now()
  const postings = await post(ms)
  const seconds = (performance.now() - from) / 1_000
  const after = cpu()
  return {
    postings,
    seconds,
    serverCpu: (after.servers - before.servers) / postings,
    postgresCpu: (after.postgres - before.postgres) / postings,
  }
}
