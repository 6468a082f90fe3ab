import { setImmediate } from 'node:timers/promises'

/** `high`: somebody waits for the answer of a call; `low`: screens, which come in thousands after a restart. */
export type Priority = 'high' | 'low'

interface Job {
  start: () => void
  /** Settles with the job, never rejects. */
  ended: Promise<unknown>
}

/** Counts connections that are made. */
export interface Rush {
  /** Handed over by the system until now. */
  readonly arrivals: number
  /** Of these, how many wait for their handshake. */
  readonly waiting: number
}

const noRush: Rush = { arrivals: 0, waiting: 0 }
/** A job of low priority waits no longer than this for those who connect, ms: screens that are connected wait for it. */
const usualPatienceMs = 50

/**
 * Runs jobs one at a time, those of high priority first, each priority in order of arrival. A turn of the event loop
 * passes before each job, so that other work runs between two of them. A job of low priority waits for a turn in which
 * nobody connects: the system hands over one new connection a turn, and thousands of screens that come at once must
 * all be connected before they give up and try again.
 */
export class FairQueue {
  readonly #waiting: Record<Priority, Map<number, Job>> = { high: new Map(), low: new Map() }
  readonly #rush: Rush
  readonly #patienceMs: number
  #isRunning = false

  constructor(rush = noRush, patienceMs = usualPatienceMs) {
    this.#rush = rush
    this.#patienceMs = patienceMs
  }

  /**
   * Adds a job.
   *
   * @param key names the job while it waits; no other job with this key may be waiting
   * @returns what the job returns
   */
  run<Result>(key: number, priority: Priority, work: () => Result | Promise<Result>): Promise<Result> {
    let start = () => {}
    const result = new Promise<void>((resolve) => (start = resolve)).then(work)
    this.#waiting[priority].set(key, { start, ended: result.catch(() => {}) })
    if (!this.#isRunning) this.#runSoon()
    return result
  }

  /** Gives a waiting job the high priority. Does nothing if the job runs already. */
  promote(key: number): void {
    const { high, low } = this.#waiting
    const job = low.get(key)
    if (job && low.delete(key)) high.set(key, job)
  }

  /** Drops the jobs that wait; their promises never settle. */
  clear(): void {
    for (const waiting of Object.values(this.#waiting)) waiting.clear()
  }

  #runSoon(): void {
    this.#isRunning = true
    void this.#calmTurn().then(() => this.#runNext())
  }

  /** Resolves after a turn in which nobody connected, unless somebody waits for a job. */
  async #calmTurn(): Promise<void> {
    const end = performance.now() + this.#patienceMs
    let before: number
    do {
      before = this.#rush.arrivals
      await setImmediate()
    } while (
      this.#waiting.high.size === 0 &&
      (this.#rush.waiting > 0 || this.#rush.arrivals > before) &&
      performance.now() < end
    )
  }

  async #runNext(): Promise<void> {
    const job = this.#takeNext()
    this.#isRunning = job !== null
    if (!job) return
    job.start()
    await job.ended
    this.#runSoon()
  }

  #takeNext(): Job | null {
    const { high, low } = this.#waiting
    const waiting = high.size > 0 ? high : low
    for (const [key, job] of waiting) {
      waiting.delete(key)
      return job
    }
    return null
  }
}
