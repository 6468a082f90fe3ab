/**
 * The database: typed reads, and the only way to write. Statements run
 * synchronously: within one process nothing comes between the statements of a
 * transaction, and a read sees one state.
 */
import type Database from 'better-sqlite3'
import { type CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { type Change, ChangeListeners } from './changes.ts'
import { isDiskFull, isFatal } from './diskFaults.ts'
import { digestedMigration, writeDigests } from './rowDigests.ts'
import { alteration, insertion, type NewRow, type RowChange, type RowKeys, type Table } from './rows.ts'
import type { Schema } from './schema.ts'
import { checkDatabase, type DatabaseCheck } from './sqlite/check.ts'
import { lastMigration } from './sqlite/migrate.ts'

interface Compilable<Row> {
  compile(): CompiledQuery<Row>
}

type Query = Compilable<unknown> | string

function compiled(query: Query, values: unknown[]): { sql: string; parameters: readonly unknown[] } {
  return typeof query === 'string' ? { sql: query, parameters: values } : query.compile()
}

/** Pages copied per turn of the event loop. */
const pagesPerStep = 100

export class Store {
  readonly sql: Kysely<Schema>
  readonly file: string
  readonly #sqlite: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  readonly #listeners = new ChangeListeners()
  readonly #waiting: (() => () => void)[] = []
  readonly #rejectors: ((error: unknown) => void)[] = []
  #announced: Change[] = []
  /** Null until something was written. */
  #isFull: boolean | null = null
  /** Called once when the disk fails; the process should stop. */
  onFatal: (error: Error) => void = () => {}
  /** Called when a listener throws; by default the error is thrown again outside of the write. */
  onListenerFailed: (error: unknown) => void = (error) =>
    queueMicrotask(() => {
      throw error
    })

  constructor(sqlite: Database.Database, file: string) {
    this.#sqlite = sqlite
    this.file = file
    this.sql = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) })
  }

  /** The statement for this SQL text, prepared once. */
  #prepare(text: string): Database.Statement {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.#sqlite.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement
  }

  /**
   * All rows of a query: built, or its text with its parameters. A set is one
   * parameter: `IN (SELECT value FROM json_each(?))` with a JSON array.
   */
  all<Row>(query: Compilable<Row>): Row[]
  all<Row = unknown>(text: string, ...values: unknown[]): Row[]
  all(query: Query, ...values: unknown[]): unknown[] {
    const { sql, parameters } = compiled(query, values)
    return this.#prepare(sql).all(...parameters)
  }

  /** The first row of a query, if there is one. */
  first<Row>(query: Compilable<Row>): Row | undefined
  first<Row = unknown>(text: string, ...values: unknown[]): Row | undefined
  first(query: Query, ...values: unknown[]): unknown {
    const { sql, parameters } = compiled(query, values)
    return this.#prepare(sql).get(...parameters)
  }

  /**
   * The row of a query that always has one.
   *
   * @throws Error when it has none
   */
  one<Row>(text: string, ...values: unknown[]): Row {
    const row = this.first<Row>(text, ...values)
    if (row === undefined) throw new Error(`no row for ${text}`)
    return row
  }

  /** Whether the disk is full: the last write failed so, or a probe does (before the first write, and while it is full). */
  isFull(): boolean {
    if (this.#isFull === false || this.#sqlite.inTransaction) return this.#isFull === true
    // Allocates pages and frees them.
    return !this.writeIfRoom(() =>
      this.#sqlite.exec('CREATE TABLE room_probe AS SELECT zeroblob(65536) AS room; DROP TABLE room_probe'),
    )
  }

  /**
   * Runs a statement that gives no rows, built or as text with its parameters. All writes go through here.
   *
   * @throws Error outside `write`
   */
  run(statement: Query, ...values: unknown[]): { changes: number; id: number } {
    if (!this.#sqlite.inTransaction) throw new Error('run belongs inside write')
    const { sql, parameters } = compiled(statement, values)
    const { changes, lastInsertRowid } = this.#prepare(sql).run(...parameters)
    return { changes, id: Number(lastInsertRowid) }
  }

  /**
   * Inserts a row; columns that are undefined have their default.
   *
   * @returns its rowid: the id, for tables that have one
   * @throws Error outside `write`
   */
  insert<T extends Table>(table: T, row: NewRow<T>): number {
    const { text, values } = insertion(table, row)
    return this.run(text, ...values).id
  }

  /**
   * Changes the rows whose columns equal those of `where`; columns that are undefined in `set` stay as they are.
   *
   * @returns how many rows there are; 0 also where nothing is set
   * @throws Error outside `write`
   */
  update<T extends Table>(table: T, where: RowKeys<T>, set: RowChange<T>): number {
    const change = alteration(table, where, set)
    return change ? this.run(change.text, ...change.values).changes : 0
  }

  /**
   * Runs the function in one transaction: committed and synced when this returns,
   * rolled back when it throws. Listeners are notified after the commit. Nested calls
   * join the outer transaction.
   */
  write<Result>(work: (store: Store) => Result): Result {
    if (this.#sqlite.inTransaction) return work(this)
    this.#announced = []
    let result: Result
    try {
      this.#prepare('BEGIN IMMEDIATE').run()
      result = work(this)
      this.#prepare('COMMIT').run()
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#prepare('ROLLBACK').run()
      this.#announced = []
      if (isFatal(error)) this.onFatal(error)
      this.#isFull = isDiskFull(error)
      throw error
    }
    this.#isFull = false
    const changes = this.#announced
    this.#announced = []
    this.#listeners.tell(changes, this.onListenerFailed)
    return result
  }

  /** Like `write`, for optional writes: returns false on a full disk, with nothing written. */
  writeIfRoom(work: (store: Store) => unknown): boolean {
    try {
      this.write(work)
      return true
    } catch (error) {
      if (!isDiskFull(error)) throw error
      return false
    }
  }

  /**
   * Like `write`, but writes of the same turn of the event loop share one commit and
   * one sync; each succeeds or fails alone (savepoints). This makes durable writes
   * fast under load.
   *
   * @returns the function's result, once it is committed
   */
  writeTogether<Result>(work: (store: Store) => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        const outcome = this.#alone(work)
        return 'error' in outcome ? () => reject(outcome.error) : () => resolve(outcome.result)
      })
      if (this.#waiting.length === 1) setImmediate(() => this.#commitWaiting())
      this.#rejectors.push(reject)
    })
  }

  #commitWaiting(): void {
    const works = this.#waiting.splice(0)
    const rejectors = this.#rejectors.splice(0)
    try {
      const settle = this.write(() => works.map((work) => work()))
      for (const settled of settle) settled()
    } catch (error) {
      for (const reject of rejectors) reject(error)
    }
  }

  /** Runs one function in a savepoint of the shared transaction. */
  #alone<Result>(work: (store: Store) => Result): { result: Result } | { error: unknown } {
    const announced = this.#announced.length
    this.#prepare('SAVEPOINT alone').run()
    try {
      const result = work(this)
      this.#prepare('RELEASE alone').run()
      return { result }
    } catch (error) {
      // SQLite may have rolled the whole transaction back.
      if (isFatal(error) || isDiskFull(error)) throw error
      this.#prepare('ROLLBACK TO alone').run()
      this.#prepare('RELEASE alone').run()
      this.#announced.length = announced
      return { error }
    }
  }

  /** Notifies listeners of a change once the running transaction is committed. */
  announce(change: Change): void {
    if (!this.#sqlite.inTransaction) throw new Error('announce belongs inside write')
    this.#announced.push(change)
  }

  /** Calls the listener for every committed change. Returns a function that removes it. */
  onChange(listener: (change: Change) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** A pragma's value. */
  pragma(text: string): unknown {
    return this.#sqlite.pragma(text, { simple: true })
  }

  /** Writes a consistent copy of the whole database, page by page from the disk, to a new file. */
  async copyTo(file: string, signal?: AbortSignal): Promise<void> {
    // Reads pages from the disk: a cached page may be sound while the one on the disk is not.
    this.#sqlite.pragma('shrink_memory')
    await this.#sqlite.backup(file, {
      progress: () => {
        signal?.throwIfAborted()
        return pagesPerStep
      },
    })
  }

  /** Checks pages, references, schema and rows. Reads the whole file and blocks the process. */
  check(): Promise<DatabaseCheck> {
    return checkDatabase(this.#sqlite)
  }

  /** Accepts the rows outside the ledger as they are: recomputes their digests. */
  acceptRows(): void {
    writeDigests(this.#sqlite, lastMigration())
  }

  /** False when the digests of the rows outside the ledger were removed. */
  get hasDigests(): boolean {
    return digestedMigration(this.#sqlite) !== null
  }

  close(): void {
    this.#statements.clear()
    this.#sqlite.close()
  }
}
