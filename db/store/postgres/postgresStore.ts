/**
 * The port on PostgreSQL. A write takes its turn by locking a row, the village's
 * chain or the installation's, so that many processes write check-then-write like one.
 */
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { type Change, ChangeListeners } from '../changes.ts'
import { isDiskFull } from '../diskFaults.ts'
import type { Schema } from '../schema.ts'
import { asWrite, refuseInsideWrite } from '../sqlite/alone.ts'
import type { DatabaseCheck } from '../sqlite/check.ts'
import type { LogState } from '../sqlite/log.ts'
import type { Committed, Database, Query, Store, Turn } from '../store.ts'
import { Verbs } from '../verbs.ts'
import { isPassing } from './faults.ts'
import { Statements } from './statements.ts'
import { Transaction } from './transaction.ts'

/** How often a transaction is tried that others stood in the way of. */
const mostTries = 5
/** A write that holds the others for longer is reported, ms. */
const slowMs = 100

export class PostgresStore extends Verbs implements Database {
  readonly sql: Kysely<Schema>
  readonly file: string
  readonly #pool: Pool
  readonly #statements: Statements
  readonly #listeners = new ChangeListeners()
  /** The last write of each turn: this process queues by itself, with one connection a turn. */
  readonly #turns = new Map<Turn, Promise<unknown>>()
  #isFull = false
  onFatal: (error: Error) => void = () => {}
  onSlowWrite: (milliseconds: number) => void = () => {}
  onListenerFailed: (error: unknown) => void = (error) =>
    queueMicrotask(() => {
      throw error
    })

  /** @param file the database's address, without its password */
  constructor(pool: Pool, file: string, identityTables: ReadonlySet<string>) {
    super()
    this.#pool = pool
    this.file = file
    this.#statements = new Statements(identityTables)
    this.sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  }

  async all<Row>(query: Query, ...values: unknown[]): Promise<Row[]> {
    refuseInsideWrite()
    return (await this.#statements.all(this.#pool, query, values)) as Row[]
  }

  async first<Row>(query: Query, ...values: unknown[]): Promise<Row | undefined> {
    const [row] = await this.all<Row>(query as string, ...values)
    return row
  }

  async run(): Promise<never> {
    throw new Error('a write belongs inside write, with its handle')
  }

  async insertAll(): Promise<never> {
    return this.run()
  }

  async read<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    refuseInsideWrite()
    const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
    return this.#transact(begin, false, (handle) => handle.carryOut(work))
  }

  async write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    refuseInsideWrite()
    const before = this.#turns.get(turn) ?? Promise.resolve()
    const written = before.then(() => this.#write(turn, work))
    const done = written.catch(() => {})
    this.#turns.set(turn, done)
    void done.then(() => this.#turns.get(turn) === done && this.#turns.delete(turn))
    return written
  }

  async #write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    let announced: Change[] = []
    let begun = 0
    const result = await this.#untilUndisturbed(() =>
      this.#transact('BEGIN', true, async (handle) => {
        announced = handle.announced
        await handle.takeTurn(turn)
        begun = performance.now()
        return handle.carryOut((store) => asWrite(() => work(store)))
      }),
    )
    const milliseconds = performance.now() - begun
    if (milliseconds > slowMs) this.onSlowWrite(milliseconds)
    this.#listeners.tell(announced, this.onListenerFailed)
    return result
  }

  /** Each thread writes by its own connection, and waits for its turn in the database: only changes come back. */
  async lend<Result>(_turn: Turn, work: () => Promise<Committed<Result>>): Promise<Result> {
    const { result, changes } = await work()
    this.#listeners.tell(changes, this.onListenerFailed)
    return result
  }

  /** Runs the transaction again where only others stood in its way. */
  async #untilUndisturbed<Result>(transaction: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1)
      try {
        const result = await transaction()
        this.#isFull = false
        return result
      } catch (error) {
        this.#isFull = isDiskFull(error)
        if (!isPassing(error) || tries === mostTries) throw error
      }
  }

  async #transact<Result>(
    begin: string,
    writes: boolean,
    work: (handle: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const client = await this.#pool.connect()
    const handle = new Transaction({ client, statements: this.#statements, sql: this.sql, writes })
    try {
      await client.query(begin)
      const result = await work(handle)
      const { command } = await client.query('COMMIT')
      // A failed statement whose error was caught has ended the transaction.
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
      client.release()
      return result
    } catch (error) {
      await rollBack(client)
      throw error
    }
  }

  announce(): never {
    throw new Error('announce belongs inside write, with its handle')
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#listeners.add(listener)
  }

  async isFull(): Promise<boolean> {
    return this.#isFull
  }

  async copyTo(): Promise<never> {
    throw new Error('a PostgreSQL database is not copied page by page')
  }

  /** PostgreSQL checks its pages itself, by their checksums. */
  async check(): Promise<DatabaseCheck> {
    return { damage: [], changedRows: [], comparedRows: 0 }
  }

  async acceptRows(): Promise<void> {}

  /** PostgreSQL has checkpointers of its own. */
  leaveCheckpoints(): void {}

  copyLog(): LogState {
    return { pages: 0, copied: 0 }
  }

  readonly hasDigests = true

  pragma(): never {
    throw new Error('PostgreSQL has no pragmas')
  }

  close(): void {
    void this.#pool.end()
  }
}

/** Gives the connection back; one that cannot roll back is closed. */
async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK')
    client.release()
  } catch (error) {
    client.release(error instanceof Error ? error : true)
  }
}
