/**
 * Transactions that write, one at a time. Those that wait in the same moment share
 * one commit and one sync; each succeeds or fails alone (savepoints). This makes
 * durable writes fast under load.
 */
import type { Kysely } from 'kysely'
import type { Change } from '../changes.ts'
import { isDiskFull, isFatal } from '../diskFaults.ts'
import type { Schema } from '../schema.ts'
import type { Store } from '../store.ts'
import { asWrite, withinTurn } from './alone.ts'
import type { Connection } from './connection.ts'
import { Transaction } from './transaction.ts'

/** A write that holds the others for longer is reported, ms. */
const slowMs = 100

interface Waiting {
  work: (store: Store) => Promise<unknown>
  resolve: (result: never) => void
  reject: (error: unknown) => void
}

type Outcome = { result: unknown; announced: Change[] } | { error: unknown }

interface Events {
  committed(changes: Change[]): void
  failed(error: unknown): void
  slow(milliseconds: number): void
}

export class WriteQueue {
  readonly #connection: Connection
  readonly #sql: Kysely<Schema>
  readonly #events: Events
  readonly #waiting: Waiting[] = []
  #isScheduled = false

  constructor(connection: Connection, sql: Kysely<Schema>, events: Events) {
    this.#connection = connection
    this.#sql = sql
    this.#events = events
  }

  add<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => void this.#commitWaiting())
  }

  async #commitWaiting(): Promise<void> {
    const together = this.#waiting.splice(0)
    try {
      const outcomes = await this.#commit(together.map(({ work }) => work))
      outcomes.forEach((outcome, index) => {
        const { resolve, reject } = together[index]!
        if ('error' in outcome) reject(outcome.error)
        else resolve(outcome.result as never)
      })
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
    this.#isScheduled = false
    if (this.#waiting.length > 0) this.#schedule()
  }

  /** @throws whatever rolled all of them back */
  async #commit(works: Waiting['work'][]): Promise<Outcome[]> {
    const begun = performance.now()
    const outcomes: Outcome[] = []
    try {
      this.#connection.run('BEGIN IMMEDIATE')
      const [only] = works
      if (only && works.length === 1) outcomes.push(await this.#attempt(only))
      else for (const work of works) outcomes.push(await this.#alone(work))
      const isRefused = outcomes.every((outcome) => 'error' in outcome)
      this.#connection.run(isRefused ? 'ROLLBACK' : 'COMMIT')
    } catch (error) {
      if (this.#connection.sqlite.inTransaction) this.#connection.run('ROLLBACK')
      this.#events.failed(error)
      throw error
    }
    const milliseconds = performance.now() - begun
    if (milliseconds > slowMs) this.#events.slow(milliseconds)
    this.#events.committed(outcomes.flatMap((outcome) => ('error' in outcome ? [] : outcome.announced)))
    return outcomes
  }

  /** Runs the work of one of them in a savepoint. */
  async #alone(work: Waiting['work']): Promise<Outcome> {
    this.#connection.run('SAVEPOINT alone')
    const outcome = await this.#attempt(work)
    if ('error' in outcome) this.#connection.run('ROLLBACK TO alone')
    this.#connection.run('RELEASE alone')
    return outcome
  }

  /** @throws errors after which nothing of the transaction can be kept */
  async #attempt(work: Waiting['work']): Promise<Outcome> {
    const handle = new Transaction(this.#connection, this.#sql, { writes: true })
    try {
      const result = await withinTurn(() => asWrite(() => work(handle)))
      return { result, announced: handle.announced }
    } catch (error) {
      // SQLite may have rolled the whole transaction back.
      if (isFatal(error) || isDiskFull(error)) throw error
      return { error }
    } finally {
      handle.end()
    }
  }
}
