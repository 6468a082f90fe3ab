/**
 * The port on SQLite. One connection writes, two read beside it: a read sees what
 * is committed and nothing else. Statements run synchronously in this process;
 * a transaction awaits nothing but them.
 */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type BetterSqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { refuseInsideWrite, withinTurn } from '../alone.ts'
import { type Change, ChangeListeners } from '../changes.ts'
import { alone } from '../cluster.ts'
import { isDiskFull, isFatal } from '../diskFaults.ts'
import type { Schema } from '../schema.ts'
import type { Committed, Database, Query, Store, Turn } from '../store.ts'
import { Verbs } from '../verbs.ts'
import { connectReader } from './connect.ts'
import { Connection } from './connection.ts'
import { copyLog, type LogState, LogWatch } from './log.ts'
import { lastMigration } from './migrate.ts'
import { checkDatabase, type DatabaseCheck, isSmall } from './soundness/check.ts'
import { digestedMigration, writeDigests } from './soundness/rowDigests.ts'
import { Transaction } from './transaction.ts'
import { WriteQueue } from './writeQueue.ts'

/** Pages copied per turn of the event loop. */
const pagesPerStep = 500

export interface Connections {
  writer: BetterSqlite.Database
  /** For single statements. */
  reader: BetterSqlite.Database
  /** For transactions that read. */
  snapshots: BetterSqlite.Database
}

/** What else happens when a store is closed. */
export interface Ending {
  /** While the writing connection is the only one left. */
  closing?: (writer: BetterSqlite.Database) => void
  closed?: () => void
}

export class SqliteStore extends Verbs implements Database {
  readonly sql: Kysely<Schema>
  readonly file: string
  readonly place: string
  readonly cluster = alone
  readonly #writer: Connection
  readonly #reader: Connection
  readonly #snapshots: Connection
  readonly #listeners = new ChangeListeners()
  readonly #writes: WriteQueue
  readonly #end: Ending
  /** The last of the transactions that read, one after the other. */
  #lastRead: Promise<unknown> = Promise.resolve()
  /** Null while SQLite makes its own checkpoints. */
  #log: LogWatch | null = null
  /** Null until something was written. */
  #isFull: boolean | null = null
  onFatal: (error: Error) => void = () => {}
  onFeedBroken: (error: unknown) => void = () => {}
  onSlowWrite: (milliseconds: number) => void = () => {}
  onListenerFailed: (error: unknown) => void = (error) =>
    queueMicrotask(() => {
      throw error
    })

  constructor({ writer, reader, snapshots }: Connections, file: string, end: Ending = {}) {
    super()
    this.file = file
    this.place = dirname(file)
    this.#writer = new Connection(writer)
    this.#reader = new Connection(reader)
    this.#snapshots = new Connection(snapshots)
    this.#end = end
    this.sql = new Kysely<Schema>({ dialect: new SqliteDialect({ database: reader }) })
    this.#writes = new WriteQueue(this.#writer, this.sql, {
      committed: (changes) => this.#committed(changes),
      failed: (error) => this.#failed(error),
      slow: (milliseconds) => this.onSlowWrite(milliseconds),
    })
  }

  async all<Row>(query: Query, ...values: unknown[]): Promise<Row[]> {
    refuseInsideWrite()
    return this.#reader.all(query, values) as Row[]
  }

  async first<Row>(query: Query, ...values: unknown[]): Promise<Row | undefined> {
    refuseInsideWrite()
    return this.#reader.first(query, values) as Row | undefined
  }

  async run(): Promise<never> {
    throw new Error('a write belongs inside write, with its handle')
  }

  async insertAll(): Promise<never> {
    return this.run()
  }

  read<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    refuseInsideWrite()
    const result = this.#lastRead.then(() => this.#snapshot(work))
    this.#lastRead = result.catch(() => {})
    return result
  }

  async #snapshot<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    const handle = new Transaction(this.#snapshots, this.sql, { writes: false })
    this.#snapshots.run('BEGIN')
    try {
      return await withinTurn(() => work(handle))
    } finally {
      handle.end()
      this.#snapshots.run('COMMIT')
    }
  }

  write<Result>(_turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    refuseInsideWrite()
    return this.#writes.add(work)
  }

  lend<Result>(turn: Turn, work: () => Promise<Committed<Result>>): Promise<Result> {
    refuseInsideWrite()
    return this.#writes.lend(turn, work)
  }

  announce(): never {
    throw new Error('announce belongs inside write, with its handle')
  }

  #committed(changes: Change[]): void {
    this.#isFull = false
    this.#log?.look()
    this.#listeners.tell(changes, this.onListenerFailed)
  }

  #failed(error: unknown): void {
    this.#isFull = isDiskFull(error)
    if (isFatal(error)) this.onFatal(error)
  }

  leaveCheckpoints(growth: number, mostBytes: number, copy: () => Promise<void>): void {
    const { sqlite } = this.#writer
    sqlite.pragma('wal_autocheckpoint = 0')
    sqlite.pragma(`journal_size_limit = ${mostBytes}`)
    this.#log = new LogWatch(sqlite, growth, copy)
  }

  copyLog(): LogState {
    return copyLog(this.#reader.sqlite)
  }

  get beside(): { file: string } {
    return { file: this.file }
  }

  async bytes(): Promise<number> {
    const sizes = ['', '-wal'].map((suffix) => statSync(this.file + suffix, { throwIfNoEntry: false })?.size)
    return sizes.reduce<number>((sum, size = 0) => sum + size, 0)
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#listeners.add(listener)
  }

  async isFull(): Promise<boolean> {
    if (this.#isFull === false) return false
    return !(await this.writeIfRoom('installation', async (store) => {
      // Allocates pages and frees them.
      await store.run('CREATE TABLE room_probe AS SELECT zeroblob(65536) AS room')
      await store.run('DROP TABLE room_probe')
    }))
  }

  async copyTo(file: string, signal?: AbortSignal): Promise<void> {
    // A new connection reads pages from the disk: a cached page may be sound while the one on the disk is not.
    const sqlite = connectReader(this.file)
    try {
      // In one moment: every write would restart the copy.
      sqlite.exec('BEGIN')
      sqlite.prepare('SELECT 1 FROM sqlite_schema').get()
      await sqlite.backup(file, {
        progress: () => {
          signal?.throwIfAborted()
          return pagesPerStep
        },
      })
    } finally {
      sqlite.close()
    }
  }

  check(): Promise<DatabaseCheck> {
    // From the disk, as a copy is.
    this.#writer.sqlite.pragma('shrink_memory')
    return checkDatabase(this.#writer.sqlite)
  }

  acceptRows(): Promise<void> {
    // In its turn: another connection may be writing now.
    return this.lend('installation', async () => {
      writeDigests(this.#writer.sqlite, lastMigration())
      return { result: undefined, changes: [] }
    })
  }

  async isCheckDue(): Promise<boolean> {
    return digestedMigration(this.#reader.sqlite) === null || !isSmall(await this.bytes())
  }

  readonly copiesSchema = true

  pragma(text: string): unknown {
    for (const { sqlite } of [this.#reader, this.#snapshots]) sqlite.pragma(text)
    return this.#writer.sqlite.pragma(text, { simple: true })
  }

  close(): void {
    this.#reader.close()
    this.#snapshots.close()
    this.#end.closing?.(this.#writer.sqlite)
    this.#writer.close()
    this.#end.closed?.()
  }
}
