/** Messages over the port of a job: how it asks for the turn to write, and how it is stopped. */
import type { MessagePort } from 'node:worker_threads'
import type { Turn } from '../../db/store/store.ts'

/** Messages of a job: the share done, 0 to 1, or whose turn to write it needs. */
export type JobNews = { share: number } | { turn: Turn }

/** Messages to a job: it has the turn, or is to stop. */
export type JobOrder = 'lent' | 'stop'

/** The worker's side of the port. */
export class JobPort {
  readonly #port: MessagePort
  readonly #stop = new AbortController()
  #whenLent = () => {}

  constructor(port: MessagePort) {
    this.#port = port
    port.on('message', (order: JobOrder) => {
      if (order === 'lent') this.#whenLent()
      else this.#stop.abort(new Error('the job was stopped'))
    })
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  tell(share: number): void {
    this.#port.postMessage({ share } satisfies JobNews)
  }

  /** Resolves once the main thread has lent the turn, which ends with the job. */
  askForTurn(turn: Turn): Promise<void> {
    return new Promise((resolve) => {
      this.#whenLent = resolve
      this.#port.postMessage({ turn } satisfies JobNews)
    })
  }

  close(): void {
    this.#port.close()
  }
}
