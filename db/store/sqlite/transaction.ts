/** The handle of a running transaction. */
import type { Kysely } from 'kysely'
import type { Change } from '../changes.ts'
import type { Table } from '../rows.ts'
import type { Schema } from '../schema.ts'
import type { Query, Store, Turn, Value } from '../store.ts'
import { Verbs } from '../verbs.ts'
import type { Connection } from './connection.ts'

export class Transaction extends Verbs {
  readonly sql: Kysely<Schema>
  /** Changes to announce after the commit. */
  readonly announced: Change[] = []
  readonly #connection: Connection
  readonly #writes: boolean
  #isOver = false

  constructor(connection: Connection, sql: Kysely<Schema>, { writes }: { writes: boolean }) {
    super()
    this.#connection = connection
    this.sql = sql
    this.#writes = writes
  }

  async all<Row>(query: Query, ...values: unknown[]): Promise<Row[]> {
    this.#mustRun()
    return this.#connection.all(query, values) as Row[]
  }

  async first<Row>(query: Query, ...values: unknown[]): Promise<Row | undefined> {
    this.#mustRun()
    return this.#connection.first(query, values) as Row | undefined
  }

  async run(statement: Query, ...values: unknown[]): Promise<{ changes: number; id: number }> {
    this.#mustWrite()
    return this.#connection.run(statement, values)
  }

  async insertAll(
    table: Table,
    columns: readonly string[],
    rows: Iterable<readonly Value[]>,
  ): Promise<number> {
    this.#mustWrite()
    return this.#connection.insertAll(table, columns, rows)
  }

  async read<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    this.#mustRun()
    return work(this)
  }

  async write<Result>(_turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    this.#mustWrite()
    return work(this)
  }

  announce(change: Change): void {
    this.#mustWrite()
    this.announced.push(change)
  }

  /** From here on every verb throws. */
  end(): void {
    this.#isOver = true
  }

  #mustRun(): void {
    if (this.#isOver) throw new Error('the transaction of this handle is over')
  }

  #mustWrite(): void {
    this.#mustRun()
    if (!this.#writes) throw new Error('a write belongs inside write, with its handle')
  }
}
