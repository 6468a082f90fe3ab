/** Pools of worker threads, for whatever would hold the event loop for longer than some 20 ms. */
import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { Change } from '../../db/store/changes.ts'
import type { Database } from '../../db/store/store.ts'
import { programFile } from '../builtFiles.ts'
import { Interrupted, isInterruption } from './interrupted.ts'
import type { JobNews, JobOrder } from './jobPort.ts'
import { type JobName, type Jobs, type OnProgress, poolOf, type PoolName } from './jobs.ts'
import { type Outcome, resultOf } from './outcome.ts'

/** What a thread made last, before it is searched for garbage; the usual 48 MB are those of the main thread too. */
const youngMegabytes = 16
/** Threads without work end after this long, ms. */
const idleMs = 10_000
/** One may be busy with a long export or an import. */
const fewestThreads = 2

/** On Linux: 0 as the main thread, which people wait for, to 19, which takes what all others leave. */
const pools: Record<PoolName, { niceness: number; maxThreads: number }> = {
  reading: { niceness: 10, maxThreads: Math.max(fewestThreads, availableParallelism() - 1) },
  // Whoever waits for the turn to write waits for the thread that has it.
  writing: { niceness: 0, maxThreads: fewestThreads },
  proving: { niceness: 19, maxThreads: 1 },
}

/** What a thread gives for a job. */
export type JobOutcome<Name extends JobName> = Outcome<Jobs[Name]['result']> & {
  /** Of the transaction that the job committed. */
  changes: Change[]
}

export class Workers {
  readonly #store: Pick<Database, 'beside' | 'lend'>
  /** Started by their first jobs. */
  readonly #pools = new Map<PoolName, Piscina>()
  readonly #loans = new Set<Promise<unknown>>()
  #isClosed = false

  /** @param store the open database, which each thread reads by its own connection, and which lends the turn to write */
  constructor(store: Pick<Database, 'beside' | 'lend'>) {
    this.#store = store
  }

  /**
   * Does a job in a thread.
   *
   * @param options.signal asks the job to stop; what it gives as its reason is thrown then
   * @throws Refused, an error of a full or failing disk or of a damaged database as the job threw it; Interrupted when
   *   its thread ends; an error when the pool closes
   */
  async perform<Name extends JobName>(
    name: Name,
    input: Jobs[Name]['input'],
    { onProgress = () => {}, signal }: { onProgress?: OnProgress; signal?: AbortSignal } = {},
  ): Promise<Jobs[Name]['result']> {
    signal?.throwIfAborted()
    if (this.#isClosed) throw new Error('the workers are closed')
    const { port1, port2 } = new MessageChannel()
    const order = (what: JobOrder) => port1.postMessage(what)
    const stop = () => order('stop')
    signal?.addEventListener('abort', stop)
    const job = this.#run(name, input, port2)
    let loan: Promise<Jobs[Name]['result']> | null = null
    port1.on('message', (news: JobNews) => {
      if ('share' in news) return onProgress(news.share)
      loan = this.#store.lend(news.turn, async () => {
        order('lent')
        const { changes, ...outcome } = await job
        return { result: resultOf<Jobs[Name]['result']>(outcome), changes }
      })
      this.#loans.add(loan)
    })
    try {
      // The turn to write ends with the job, and its changes are announced then.
      await job.catch(() => {})
      return await (loan ?? job.then((outcome) => resultOf<Jobs[Name]['result']>(outcome)))
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
      if (loan) this.#loans.delete(loan)
      port1.close()
    }
  }

  async #run<Name extends JobName>(
    name: Name,
    input: Jobs[Name]['input'],
    port: MessagePort,
  ): Promise<JobOutcome<Name>> {
    const pool = this.#pool(poolOf(name))
    try {
      return (await pool.run({ name, input, port }, { transferList: [port] })) as JobOutcome<Name>
    } catch (error) {
      throw isInterruption(error) ? new Interrupted(error) : error
    }
  }

  #pool(name: PoolName): Piscina {
    const known = this.#pools.get(name)
    if (known) return known
    const { niceness, maxThreads } = pools[name]
    const pool = new Piscina({
      filename: programFile('worker'),
      workerData: { beside: this.#store.beside, niceness },
      // Built files need no loader, and one may load a module twice, whose errors are then of two classes.
      execArgv: [],
      minThreads: 0,
      maxThreads,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
      idleTimeout: idleMs,
    })
    this.#pools.set(name, pool)
    return pool
  }

  /** Ends all threads once those that have the turn to write have given it back; other jobs that run are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#loans)
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()))
  }
}
