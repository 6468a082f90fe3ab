/** Whether the ledger held when it was last verified; a failure takes the server out of readiness. */
import { type Logger } from 'pino'
import { type Store } from '../db/store.ts'
import { type Verification, verifySteps } from '../db/verify.ts'
import { listVillages } from '../db/villages.ts'

/** Between two verifications of all ledgers, ms. */
const everyMs = 24 * 3_600_000

export class Readiness {
  readonly #store: Store
  readonly #log: Logger
  readonly #timer: NodeJS.Timeout
  #failed: Verification[] = []
  #closed = false

  constructor(store: Store, log: Logger) {
    this.#store = store
    this.#log = log
    this.#timer = setInterval(() => void this.verifyAll(), everyMs).unref()
  }

  /** Villages whose ledger did not hold; empty while all is well. */
  get failed(): readonly Verification[] {
    return this.#failed
  }

  /** Verifies every village, a slice at a time, while the server goes on serving. */
  async verifyAll(): Promise<void> {
    const failed: Verification[] = []
    for (const village of listVillages(this.#store)) {
      const steps = verifySteps(this.#store, village)
      let step = steps.next()
      while (!step.done) {
        await new Promise((resume) => setImmediate(resume))
        if (this.#closed) return
        step = steps.next()
      }
      if (!step.value.holds) {
        failed.push(step.value)
        this.#log.error({ village: village.slug, faults: step.value.faults }, 'the ledger does not hold')
      }
    }
    this.#failed = failed
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
  }
}
