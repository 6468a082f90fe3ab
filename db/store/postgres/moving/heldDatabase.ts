/** Holds a PostgreSQL database while a backup replaces its data. */
import type { Pool, PoolClient } from 'pg'
import { CannotOpen } from '../../cannotOpen.ts'
import { claimFolderOf } from '../../sqlite/claim.ts'
import { addressOf, connectPool } from '../connect.ts'
import { explained } from '../faults.ts'
import { migrate, refuseUnsuitable } from '../migrate.ts'
import { holdersOf, tryLock } from '../processes/locks.ts'
import { loadPortable } from './loadPortable.ts'
import { writePortable } from './writePortable.ts'

export class HeldDatabase {
  readonly #pool: Pool
  readonly #client: PoolClient
  readonly #giveBack: () => void

  private constructor(pool: Pool, client: PoolClient, giveBack: () => void) {
    this.#pool = pool
    this.#client = client
    this.#giveBack = giveBack
  }

  /**
   * @param file in the data folder of this process, which is claimed too
   * @throws CannotOpen `busy` when a server uses it, `not-owner` for a user that may not replace its rows
   */
  static async take(url: string, file: string): Promise<HeldDatabase> {
    const giveBack = claimFolderOf(file)
    // What takes long here waits for nobody.
    const pool = connectPool(url, { connections: 2, isPatient: true })
    try {
      await refuseUnsuitable(pool, addressOf(url))
      await migrate(pool, addressOf(url))
      await refuseBound(pool, addressOf(url))
      const client = await pool.connect()
      if (!(await tryLock(client, 'use'))) {
        const holders = await holdersOf(client, 'use')
        client.release()
        throw new CannotOpen(
          'busy',
          `The database ${addressOf(url)} is in use by another server (${holders}). Stop that one first.`,
          addressOf(url),
          holders,
        )
      }
      return new HeldDatabase(pool, client, giveBack)
    } catch (error) {
      await pool.end()
      giveBack()
      throw explained(error, addressOf(url))
    }
  }

  /** Replaces all rows in one transaction; the old ones are written to a file of SQLite first, where there are any. */
  async replaceBy(finished: string, keptAs: string): Promise<void> {
    const { rows } = await this.#client.query('SELECT 1 FROM villages LIMIT 1')
    await this.#client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    try {
      if (rows.length > 0) await writePortable(this.#client, keptAs)
      await loadPortable(this.#client, finished)
      // What servers agreed on about the data that was here before.
      await this.#client.query('TRUNCATE import_previews, shared_values')
      await this.#client.query('COMMIT')
    } catch (error) {
      await this.#client.query('ROLLBACK').catch(() => {})
      throw error
    }
  }

  async release(): Promise<void> {
    this.#client.release(true)
    await this.#pool.end()
    this.#giveBack()
  }
}

/** Users of servers may read and write, but the rows of the ledger stay: only their owner replaces them. */
async function refuseBound(pool: Pool, place: string): Promise<void> {
  const { rows } = await pool.query<{ owns: boolean | number }>(
    `SELECT pg_has_role(tableowner, 'MEMBER') AS owns FROM pg_tables
     WHERE schemaname = current_schema() AND tablename = 'postings'`,
  )
  if (rows.every(({ owns }) => Boolean(owns))) return
  throw new CannotOpen('not-owner', `Only the owner of the tables of ${place} may replace them.`, place)
}
