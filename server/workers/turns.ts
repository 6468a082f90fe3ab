/** How a worker asks the main thread for the turn to write, over the port of its job. */
import type { MessagePort } from 'node:worker_threads'
import type { Turn } from '../../db/store/store.ts'

/** Messages of a job: the share done, 0 to 1, or whose turn it needs. */
export type JobNews = { share: number } | { turn: Turn }

/** In the worker: resolves once the main thread has lent the turn, which ends with the job. */
export function turnOver(port: MessagePort, turn: Turn): Promise<void> {
  return new Promise((resolve) => {
    port.once('message', () => resolve())
    port.postMessage({ turn } satisfies JobNews)
  })
}

/** In the main thread: tells the worker that it has the turn. */
export function grantTurn(port: MessagePort): void {
  port.postMessage('lent')
}
