/** A pool of worker threads, for whatever would hold the event loop for longer than some 20 ms. */
import { availableParallelism } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { program } from '../program.ts'
import type { JobName, Jobs, OnProgress } from './jobs.ts'
import { type Outcome, resultOf } from './outcome.ts'

/** Threads without work end after this long, ms. */
const idleMs = 10_000
/** One may be busy with a long verification, which keeps nobody waiting for an answer. */
const fewestThreads = 2

export class Workers {
  readonly #file: string
  /** Null until the first job. */
  #pool: Piscina | null = null
  #isClosed = false

  /** @param file the open database, which each thread reads by its own connection */
  constructor(file: string) {
    this.#file = file
  }

  /**
   * Does a job in a thread.
   *
   * @throws Refused, an error of a full disk or of a damaged database as the job threw it; an error when the pool closes
   */
  async perform<Name extends JobName>(
    name: Name,
    input: Jobs[Name]['input'],
    onProgress: OnProgress = () => {},
  ): Promise<Jobs[Name]['result']> {
    if (this.#isClosed) throw new Error('the workers are closed')
    const { port1, port2 } = new MessageChannel()
    port1.on('message', onProgress)
    try {
      const order = { name, input, progress: port2 }
      const outcome = (await this.#started().run(order, { transferList: [port2] })) as Outcome<
        Jobs[Name]['result']
      >
      return resultOf(outcome)
    } finally {
      port1.close()
    }
  }

  #started(): Piscina {
    this.#pool ??= new Piscina({
      filename: program('worker'),
      workerData: { file: this.#file },
      minThreads: 0,
      maxThreads: Math.max(fewestThreads, availableParallelism() - 1),
      idleTimeout: idleMs,
    })
    return this.#pool
  }

  /** Ends all threads; jobs that run are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#pool?.destroy()
  }
}
