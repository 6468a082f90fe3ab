/** The port to a database: the few verbs with which every room reads and writes. */
import type { CompiledQuery, Kysely } from 'kysely'
import type { Change } from './changes.ts'
import type { Cluster } from './cluster.ts'
import type { NewRow, RowChange, RowKeys, Table } from './rows.ts'
import type { Schema } from './schema.ts'
import type { LogState } from './sqlite/log.ts'
import type { DatabaseCheck } from './sqlite/soundness/check.ts'
import type { KeptTable } from './tables/keptTables.ts'

export interface Compilable<Row> {
  compile(): CompiledQuery<Row>
}

/** A query, built or as text. */
export type Query = Compilable<unknown> | string

/** Whose turn to write: a village's, by its id, or that of what belongs to no village. */
export type Turn = number | 'installation'

/** A value of a column. */
export type Value = string | number | null

/** A transaction that ran elsewhere: its result, and the changes to announce. */
export interface Committed<Result> {
  result: Result
  changes: readonly Change[]
}

/**
 * What a function of db works with: the database, or the handle of the running
 * transaction. A handle is used by its own transaction alone, and not after its end.
 */
export interface Store {
  /** Builds queries, for where speed does not matter. */
  readonly sql: Kysely<Schema>

  /**
   * All rows of a query: built, or its text with its parameters. A set is one
   * parameter: `= ANY(?)` with an array.
   */
  all<Row>(query: Compilable<Row>): Promise<Row[]>
  all<Row = unknown>(text: string, ...values: unknown[]): Promise<Row[]>

  /** The first row of a query, if there is one. */
  first<Row>(query: Compilable<Row>): Promise<Row | undefined>
  first<Row = unknown>(text: string, ...values: unknown[]): Promise<Row | undefined>

  /**
   * The row of a query that always has one.
   *
   * @throws Error when it has none
   */
  one<Row>(text: string, ...values: unknown[]): Promise<Row>

  /**
   * Runs a statement that gives no rows. All writes go through here.
   *
   * @returns how many rows it changed, and the rowid of the last one it inserted
   * @throws Error outside `write`
   */
  run(statement: Query, ...values: unknown[]): Promise<{ changes: number; id: number }>

  /**
   * Inserts a row; columns that are undefined have their default.
   *
   * @returns its rowid: the id, for tables that have one
   * @throws Error outside `write`
   */
  insert<T extends Table>(table: T, row: NewRow<T>): Promise<number>

  /**
   * Inserts many rows by one statement, in their order: several times as fast as one by one.
   *
   * @param rows values in the order of the columns; read while the statement runs, so that they may be made one by one
   * @returns how many they were
   * @throws Error outside `write`
   */
  insertAll(table: Table, columns: readonly string[], rows: Iterable<readonly Value[]>): Promise<number>

  /**
   * Changes the rows whose columns equal those of `where`; columns that are undefined in `set` stay as they are.
   *
   * @returns how many rows there are; 0 also where nothing is set
   * @throws Error outside `write`
   */
  update<T extends Table>(table: T, where: RowKeys<T>, set: RowChange<T>): Promise<number>

  /**
   * Removes rows that are kept for ever, of a sample village.
   *
   * @throws Error outside `write`, and where the village is none
   */
  deleteOfSample(table: KeptTable, village: number): Promise<void>

  /** Reads one moment: all statements of the handle see the same state. Nested calls join the outer one. */
  read<Result>(work: (store: Store) => Promise<Result>): Promise<Result>

  /**
   * Runs the work in one transaction that has its turn: nothing else is written
   * between its statements, and nobody sees a row of it before it is committed and
   * synced, which is when this resolves. Rejected work is rolled back. Listeners are
   * notified after the commit. Nested calls join the outer transaction.
   *
   * The work may await the handle's verbs alone: everybody else's writes wait for it.
   *
   * @throws Error when the work waits for anything else
   */
  write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result>

  /** Like `write`, for optional writes: gives false on a full disk, with nothing written. */
  writeIfRoom(turn: Turn, work: (store: Store) => Promise<unknown>): Promise<boolean>

  /** Notifies listeners of a change once the running transaction is committed. */
  announce(change: Change): void
}

/** How another thread of this process opens the same database; with secrets. */
export type Beside = { file: string } | { url: string; origin: string }

/** An open database: the port, and what the process that opened it does with it besides. */
export interface Database extends Store {
  /** Path of the file, or address of the database of a server. */
  readonly file: string
  /** Where the data lies, for people: the folder of the file, or the address. */
  readonly place: string
  readonly beside: Beside
  readonly cluster: Cluster
  /** Called once when the disk fails; the process should stop. */
  onFatal: (error: Error) => void
  /** Called when a listener throws; by default the error is thrown again outside of the write. */
  onListenerFailed: (error: unknown) => void
  /** Called when changes of other processes are not heard for a moment; listeners are told once they are again. */
  onFeedBroken: (error: unknown) => void
  /** Called after a write that held the others for long, with its milliseconds. */
  onSlowWrite: (milliseconds: number) => void
  /** Calls the listener for every committed change. Returns a function that removes it. */
  onChange(listener: (change: Change) => void): () => void
  /**
   * Lends the turn to write to another thread, for one transaction by a connection of its
   * own (`writeBorrowed`). From the call of `work` until it settles nothing is written
   * here; reads see what was committed before. Its changes are announced afterwards.
   *
   * @param work rejects when nothing was committed, or when that is unknown: the other
   *   thread died. Except after Refused, listeners then read the village again.
   * @throws what the work throws
   */
  lend<Result>(turn: Turn, work: () => Promise<Committed<Result>>): Promise<Result>
  /**
   * Leaves checkpoints to others: from now on no write makes one.
   *
   * @param growth pages by which the log grows before it is copied again
   * @param mostBytes to which the log's file is cut when it restarts
   * @param copy has another connection copy the log (`copyLog`); never rejects
   */
  leaveCheckpoints(growth: number, mostBytes: number, copy: () => Promise<void>): void
  /** Copies the log into the database as far as nobody reads what is there now; blocks the thread. */
  copyLog(): LogState
  /** Whether the disk is full: the last write failed so, or a probe does (before the first write, and while it is full). */
  isFull(): Promise<boolean>
  /** Size of the database, with its log where that lies beside it. */
  bytes(): Promise<number>
  /** Writes a consistent copy of the whole database to a new file of SQLite; from a file page by page from the disk. */
  copyTo(file: string, signal?: AbortSignal): Promise<void>
  /** Checks pages, references, schema and rows. Reads all data; that of a file blocks the process. */
  check(): Promise<DatabaseCheck>
  /** Whether it should be checked after the start: it was not before it was opened. */
  isCheckDue(): Promise<boolean>
  /** Accepts the rows outside the ledger as they are: recomputes their digests. */
  acceptRows(): Promise<void>
  /** Whether a copy shows all that a check does; otherwise it has the rows alone. */
  readonly copiesSchema: boolean
  /** A pragma's value, for every connection. */
  pragma(text: string): unknown
  close(): void
}
