/** Runs transactions on connections of a pool. */
import type { Kysely } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Schema } from '../schema.ts'
import { isPassing } from './faults.ts'
import type { Statements } from './statements.ts'
import { Transaction } from './transaction.ts'

/** How often a transaction is tried that others stood in the way of. */
const mostTries = 5
const oneMoment = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

export class Transactions {
  readonly #pool: Pool
  readonly #statements: Statements
  readonly #sql: Kysely<Schema>

  constructor(pool: Pool, statements: Statements, sql: Kysely<Schema>) {
    this.#pool = pool
    this.#statements = statements
    this.#sql = sql
  }

  /** One that writes, run again where only others stood in its way. */
  async write<Result>(work: (handle: Transaction) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#within('BEGIN', (client) => work(this.#handleOf(client, true)))
      } catch (error) {
        if (!isPassing(error) || tries === mostTries) throw error
      }
  }

  /** One that reads one moment. */
  read<Result>(work: (handle: Transaction) => Promise<Result>): Promise<Result> {
    return this.readWith((client) => work(this.#handleOf(client, false)))
  }

  /** One that reads one moment by the connection itself. */
  readWith<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    return this.#within(oneMoment, work)
  }

  #handleOf(client: PoolClient, writes: boolean): Transaction {
    return new Transaction({ client, statements: this.#statements, sql: this.#sql, writes })
  }

  async #within<Result>(begin: string, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    try {
      await client.query(begin)
      const result = await work(client)
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
