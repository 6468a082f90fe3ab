/** The verbs that are made of other verbs, the same for every engine. */
import type { Kysely } from 'kysely'
import type { Change } from './changes.ts'
import { isDiskFull } from './diskFaults.ts'
import { alteration, insertion, type NewRow, type RowChange, type RowKeys, type Table } from './rows.ts'
import type { Schema } from './schema.ts'
import type { Compilable, Query, Store, Turn, Value } from './store.ts'
import type { KeptTable } from './tables/keptTables.ts'

export abstract class Verbs implements Store {
  abstract readonly sql: Kysely<Schema>
  abstract all<Row>(query: Compilable<Row>): Promise<Row[]>
  abstract all<Row>(query: Query, ...values: unknown[]): Promise<Row[]>
  abstract first<Row>(query: Compilable<Row>): Promise<Row | undefined>
  abstract first<Row>(query: Query, ...values: unknown[]): Promise<Row | undefined>
  abstract run(statement: Query, ...values: unknown[]): Promise<{ changes: number; id: number }>
  abstract insertAll(
    table: Table,
    columns: readonly string[],
    rows: Iterable<readonly Value[]>,
  ): Promise<number>
  abstract read<Result>(work: (store: Store) => Promise<Result>): Promise<Result>
  abstract write<Result>(turn: Turn, work: (store: Store) => Promise<Result>): Promise<Result>
  abstract announce(change: Change): void

  async one<Row>(text: string, ...values: unknown[]): Promise<Row> {
    const row = await this.first<Row>(text, ...values)
    if (row === undefined) throw new Error(`no row for ${text}`)
    return row
  }

  async insert<T extends Table>(table: T, row: NewRow<T>): Promise<number> {
    const { text, values } = insertion(table, row)
    const { id } = await this.run(text, ...values)
    return id
  }

  async update<T extends Table>(table: T, where: RowKeys<T>, set: RowChange<T>): Promise<number> {
    const change = alteration(table, where, set)
    if (!change) return 0
    const { changes } = await this.run(change.text, ...change.values)
    return changes
  }

  async deleteOfSample(table: KeptTable, village: number): Promise<void> {
    await this.run(`DELETE FROM ${table} WHERE village_id = ?`, village)
  }

  async writeIfRoom(turn: Turn, work: (store: Store) => Promise<unknown>): Promise<boolean> {
    try {
      await this.write(turn, work)
      return true
    } catch (error) {
      if (!isDiskFull(error)) throw error
      return false
    }
  }
}
