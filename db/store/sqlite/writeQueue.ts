/**
 * Transactions that write, one at a time. Those that wait in the same moment share
 * one commit and one sync; each succeeds or fails alone (savepoints). This makes
 * durable writes fast under load. A turn can be lent to another thread.
 */
import type { Kysely } from 'kysely'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { asWrite, withinTurn } from '../alone.ts'
import type { Change } from '../changes.ts'
import { isDiskFull, isFatal } from '../diskFaults.ts'
import type { Schema } from '../schema.ts'
import type { Committed, Store, Turn } from '../store.ts'
import type { Connection } from './connection.ts'
import { untilFree } from './lending/untilFree.ts'
import { Transaction } from './transaction.ts'

/** A write that holds the others for longer is reported, ms. */
const slowMs = 100

interface Waiting {
  work: (store: Store) => Promise<unknown>
  resolve: (result: never) => void
  reject: (error: unknown) => void
}

/** A turn that another thread waits for. It never rejects. */
type Loan = () => Promise<void>

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
  readonly #waiting: (Waiting | Loan)[] = []
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

  /** Calls the work when its turn has come; what waits behind it is begun once it has settled. */
  lend<Result>(turn: Turn, work: () => Promise<Committed<Result>>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push(() => this.#lend(turn, work).then(resolve, reject))
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => void this.#next())
  }

  async #next(): Promise<void> {
    const [first] = this.#waiting
    if (typeof first === 'function') {
      this.#waiting.shift()
      await first()
    } else await this.#commitTogether(this.#takeWrites())
    this.#isScheduled = false
    if (this.#waiting.length > 0) this.#schedule()
  }

  /** The writes that wait in front of the first loan. */
  #takeWrites(): Waiting[] {
    const writes: Waiting[] = []
    for (const one of this.#waiting) {
      if (typeof one === 'function') break
      writes.push(one)
    }
    this.#waiting.splice(0, writes.length)
    return writes
  }

  async #lend<Result>(turn: Turn, work: () => Promise<Committed<Result>>): Promise<Result> {
    const begun = performance.now()
    try {
      const { result, changes } = await work()
      this.#committed(begun, [...changes])
      return result
    } catch (error) {
      // Whoever died with an open transaction may hold the file for some moments yet.
      await untilFree(this.#connection.sqlite)
      if (isFatal(error) || isDiskFull(error)) this.#events.failed(error)
      else if (!(error instanceof Refused) && typeof turn === 'number')
        this.#events.committed([{ type: 'village', village: turn }])
      throw error
    }
  }

  /** @param begun when the turn began */
  #committed(begun: number, changes: Change[]): void {
    const milliseconds = performance.now() - begun
    if (milliseconds > slowMs) this.#events.slow(milliseconds)
    this.#events.committed(changes)
  }

  async #commitTogether(together: Waiting[]): Promise<void> {
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
    this.#committed(
      begun,
      outcomes.flatMap((outcome) => ('error' in outcome ? [] : outcome.announced)),
    )
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
