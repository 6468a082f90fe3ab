/** The thread of a job ended before the job did. */
export class Interrupted extends Error {
  constructor(cause: unknown) {
    super('the thread of a job ended before the job', { cause })
    this.name = 'Interrupted'
  }
}

/** Whether a pool rejects a job because its thread is gone, not because the job threw. */
export function isInterruption(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '' } = error as NodeJS.ErrnoException
  return code.startsWith('ERR_WORKER_') || /^(worker exited|Terminating worker)/.test(error.message)
}
