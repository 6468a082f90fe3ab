/** A server whose event loop is watched, and what shows how long it stood still. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { freePort, type ServerProcess, startProcess } from '../../support/process.ts'
import { administrator, type Calls, timed } from '../calls/calls.ts'
import { paceWhile } from '../calls/paced.ts'
import { quantile } from '../measure.ts'

const probe = new URL('loopProbe.mjs', import.meta.url)
const healthEveryMs = 20
/** A job that is over at once is watched for this long, ms. */
const leastMs = 500

/** What was seen during one job, ms. */
export interface Seen {
  /** How long the event loop stood still at most. */
  stall: number
  /** The longest commit of a process that does nothing else, meanwhile. */
  commit: number
  /** p99 of `/healthz`. */
  health: number
  /** How long the job took. */
  took: number
}

export interface WatchedServer extends ServerProcess {
  watch: (job: () => Promise<unknown>, calls: Calls) => Promise<Seen>
}

export async function startWatched(dataDir: string, scratch: string): Promise<WatchedServer> {
  const probePort = await freePort()
  const commits = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/bench/stalls/commitsProcess.ts', scratch],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  const server = await startProcess(dataDir, await freePort(), {
    ...administrator,
    NODE_OPTIONS: `--import ${probe.href}`,
    BENCH_PROBE_PORT: String(probePort),
  }).catch((error: unknown) => {
    commits.kill('SIGKILL')
    throw error
  })
  const stall = async () => longestOf(await (await fetch(`http://127.0.0.1:${probePort}`)).json())
  await longestCommit(commits)
  return {
    ...server,
    stop: async () => {
      commits.kill('SIGKILL')
      await server.stop()
    },
    watch: async (job, calls) => {
      await Promise.all([stall(), longestCommit(commits)])
      let took = 0
      const work = async () => {
        took = await timed(job)
        await setTimeout(Math.max(0, leastMs - took))
      }
      const times = await paceWhile(work, healthEveryMs, () => calls.get('/healthz'))
      return {
        stall: await stall(),
        commit: await longestCommit(commits),
        health: quantile(times, 0.99),
        took,
      }
    },
  }
}

function longestOf(message: unknown): number {
  return (message as { longestMs: number }).longestMs
}

function longestCommit(commits: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the commits ended with ${code}`))
    commits.once('exit', ended)
    commits.once('message', (message) => {
      commits.off('exit', ended)
      resolve(longestOf(message))
    })
    commits.send('longest')
  })
}
