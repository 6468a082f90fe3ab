/**
 * The port on PostgreSQL. A write takes its turn by locking a row, the village's
 * chain or the installation's, so that many processes write check-then-write like one.
 */
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { asWrite, refuseInsideWrite } from '../alone.ts'
import { type Change, ChangeListeners } from '../changes.ts'
import { isDiskFull } from '../diskFaults.ts'
import type { Schema } from '../schema.ts'
import type { LogState } from '../sqlite/log.ts'
import type { DatabaseCheck } from '../sqlite/soundness/check.ts'
import type { Committed, Database, Query, Store, Turn } from '../store.ts'
import { Verbs } from '../verbs.ts'
import type { Catalog } from './catalog.ts'
import { ChangeFeed } from './changes/changeFeed.ts'
import type { CountedChanges } from './changes/notices.ts'
import { NoticeSender } from './changes/noticeSender.ts'
import { addressOf } from './connect.ts'
import { writePortable } from './moving/writePortable.ts'
import { PostgresCluster } from './processes/postgresCluster.ts'
import { checkPostgres } from './soundness/check.ts'
import { Statements } from './statements.ts'
import { Transactions } from './transactions.ts'
import { TurnQueue } from './turnQueue.ts'

/** A write that holds the others for longer is reported, ms. */
const slowMs = 100

/** A process, in the notices of its changes and in the threads beside it. */
export interface Process {
  url: string
  origin: string
}

export class PostgresStore extends Verbs implements Database {
  readonly sql: Kysely<Schema>
  readonly file: string
  readonly place: string
  readonly beside: Process
  readonly cluster: PostgresCluster
  readonly #pool: Pool
  readonly #closed: () => void
  readonly #statements: Statements
  readonly #transactions: Transactions
  readonly #listeners = new ChangeListeners()
  readonly #feed: ChangeFeed
  readonly #notices: NoticeSender
  readonly #turns = new TurnQueue()
  #isFull = false
  #isClosed = false
  onFatal: (error: Error) => void = () => {}
  onFeedBroken: (error: unknown) => void = () => {}
  onSlowWrite: (milliseconds: number) => void = () => {}
  onListenerFailed: (error: unknown) => void = (error) =>
    queueMicrotask(() => {
      throw error
    })

  constructor(pool: Pool, process: Process, catalog: Catalog, closed: () => void = () => {}) {
    super()
    this.#pool = pool
    this.file = addressOf(process.url)
    this.place = this.file
    this.beside = process
    this.cluster = new PostgresCluster(pool, process.url)
    this.#feed = new ChangeFeed({
      ...process,
      store: this,
      tell: (changes) => this.#listeners.tell(changes, this.onListenerFailed),
      onBroken: (error) => this.onFeedBroken(error),
    })
    this.#notices = new NoticeSender(process.origin, (query) =>
      this.#feed.isStarted ? this.#feed.send(query) : pool.query(query),
    )
    this.#closed = closed
    this.#statements = new Statements(catalog)
    this.sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
    this.#transactions = new Transactions(pool, this.#statements, this.sql)
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
    throw new Error('a write belongs inside write, with its handle')
  }

  async read<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    refuseInsideWrite()
    return this.#transactions.read((handle) => handle.carryOut(work))
  }

  async write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    refuseInsideWrite()
    return this.#turns.run(turn, () => this.#write(turn, work))
  }

  /** The other thread locks the row of the turn by itself. */
  async lend<Result>(turn: Turn, work: () => Promise<Committed<Result>>): Promise<Result> {
    refuseInsideWrite()
    return this.#turns.run(turn, async () => {
      try {
        const { result, changes } = await work()
        this.#listeners.tell(changes, this.onListenerFailed)
        return result
      } catch (error) {
        if (!(error instanceof Refused) && turn !== 'installation')
          this.#listeners.tell([{ type: 'village', village: turn }], this.onListenerFailed)
        throw error
      }
    })
  }

  async #write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    let announced: Change[] = []
    let counts: CountedChanges = []
    let begun = 0
    const result = await this.#noticeFull(
      this.#transactions.write(async (handle) => {
        announced = handle.announced
        await handle.takeTurn(turn)
        begun = performance.now()
        const result = await handle.carryOut((store) => asWrite(() => work(store)))
        counts = await handle.countChanges()
        return result
      }),
    )
    const milliseconds = performance.now() - begun
    if (milliseconds > slowMs) this.onSlowWrite(milliseconds)
    this.#listeners.tell(announced, this.onListenerFailed)
    this.#notices.add(announced, counts)
    return result
  }

  async #noticeFull<Result>(write: Promise<Result>): Promise<Result> {
    try {
      const result = await write
      this.#isFull = false
      return result
    } catch (error) {
      this.#isFull = isDiskFull(error)
      throw error
    }
  }

  announce(): never {
    throw new Error('announce belongs inside write, with its handle')
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#feed.start()
    return this.#listeners.add(listener)
  }

  /** Calls the listener for what this connection commits alone. Returns a function that removes it. */
  onOwnChange(listener: (change: Change) => void): () => void {
    return this.#listeners.add(listener)
  }

  async isFull(): Promise<boolean> {
    return this.#isFull
  }

  async bytes(): Promise<number> {
    const { bytes } = await this.one<{ bytes: number }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    )
    return bytes
  }

  async copyTo(file: string, signal?: AbortSignal): Promise<void> {
    await this.#transactions.readWith((client) => writePortable(client, file, signal))
  }

  check(): Promise<DatabaseCheck> {
    return checkPostgres(this.sql)
  }

  async acceptRows(): Promise<void> {}

  /** PostgreSQL has checkpointers of its own. */
  leaveCheckpoints(): void {}

  copyLog(): LogState {
    return { pages: 0, copied: 0 }
  }

  /** Its server goes on while this process is stopped, and every night checks it. */
  async isCheckDue(): Promise<boolean> {
    return false
  }

  readonly copiesSchema = false

  pragma(): never {
    throw new Error('PostgreSQL has no pragmas')
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.cluster.close()
    void this.#notices.idle().then(() => {
      this.#feed.close()
      void this.#pool.end()
    })
    this.#closed()
  }
}
