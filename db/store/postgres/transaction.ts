/** The handle of a running transaction. */
import type { Kysely } from 'kysely'
import type { ClientBase } from 'pg'
import type { Change } from '../changes.ts'
import type { Table } from '../rows.ts'
import type { Schema } from '../schema.ts'
import type { Query, Store, Turn, Value } from '../store.ts'
import type { KeptTable } from '../tables/keptTables.ts'
import { Verbs } from '../verbs.ts'
import { countedUnder, countQuery, countsOf, forgetQuery } from './changes/missedChanges.ts'
import type { CountedChanges } from './changes/notices.ts'
import { OwnStatements } from './ownStatements.ts'
import type { Statements } from './statements.ts'

export interface TransactionOptions {
  client: ClientBase
  statements: Statements
  sql: Kysely<Schema>
  writes: boolean
}

export class Transaction extends Verbs {
  readonly sql: Kysely<Schema>
  /** Changes to announce after the commit. */
  readonly announced: Change[] = []
  readonly #client: ClientBase
  readonly #statements: Statements
  readonly #writes: boolean
  readonly #own = new OwnStatements()
  readonly #turns = new Set<Turn>()
  /** The last of its statements, one after the other. */
  #last: Promise<unknown> = Promise.resolve()
  #isOver = false

  constructor({ client, statements, sql, writes }: TransactionOptions) {
    super()
    this.#client = client
    this.#statements = statements
    this.sql = sql
    this.#writes = writes
  }

  async all<Row>(query: Query, ...values: unknown[]): Promise<Row[]> {
    this.#mustRun()
    return (await this.#next(() => this.#statements.all(this.#client, query, values))) as Row[]
  }

  async first<Row>(query: Query, ...values: unknown[]): Promise<Row | undefined> {
    const [row] = await this.all<Row>(query as string, ...values)
    return row
  }

  async run(statement: Query, ...values: unknown[]): Promise<{ changes: number; id: number }> {
    this.#mustWrite()
    return this.#next(() => this.#statements.run(this.#client, statement, values))
  }

  async insertAll(
    table: Table,
    columns: readonly string[],
    rows: Iterable<readonly Value[]>,
  ): Promise<number> {
    this.#mustWrite()
    return this.#next(() => this.#statements.insertAll(this.#client, table, columns, rows))
  }

  /** By the owner of the tables: the user of this connection may not. */
  override async deleteOfSample(table: KeptTable, village: number): Promise<void> {
    this.#mustWrite()
    await this.all('SELECT delete_sample_rows(?, ?)', table, village)
  }

  async read<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    this.#mustRun()
    return work(this)
  }

  async write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result> {
    this.#mustWrite()
    await this.takeTurn(turn)
    return work(this)
  }

  /** Waits until nobody else writes in this turn, and keeps it until the end of the transaction. */
  async takeTurn(turn: Turn): Promise<void> {
    if (this.#turns.has(turn)) return
    if (turn === 'installation') await this.all('SELECT 1 FROM installation FOR UPDATE')
    else await this.all('SELECT 1 FROM chains WHERE village_id = ? FOR UPDATE', turn)
    this.#turns.add(turn)
  }

  announce(change: Change): void {
    this.#mustWrite()
    this.announced.push(change)
  }

  /** Runs the work with this handle, which is of no use afterwards. */
  async carryOut<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    try {
      return await this.#own.within(() => work(this))
    } finally {
      this.#isOver = true
      // Those that the work did not await.
      await this.#last
    }
  }

  /** Counts what it announced, for processes that do not hear of it: the last statement before the commit. */
  async countChanges(): Promise<CountedChanges> {
    const removed = this.announced.flatMap((one) => (one.type === 'village-removed' ? [one.village] : []))
    if (removed.length > 0) await this.#client.query({ ...forgetQuery, values: [removed] })
    const keys = countedUnder(this.announced)
    if (keys.length === 0) return []
    const { rows } = await this.#client.query({ ...countQuery, values: [keys] })
    return countsOf(rows)
  }

  #next<Result>(statement: () => Promise<Result>): Promise<Result> {
    return this.#own.during(() => {
      const result = this.#last.then(statement)
      this.#last = result.catch(() => {})
      return result
    })
  }

  #mustRun(): void {
    if (this.#isOver) throw new Error('the transaction of this handle is over')
  }

  #mustWrite(): void {
    this.#mustRun()
    if (!this.#writes) throw new Error('a write belongs inside write, with its handle')
  }
}
