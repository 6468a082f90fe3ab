import { ensureInstallation } from '../installation.ts'
import type { Database } from '../store.ts'
import { connectPool, type ConnectOptions } from './connect.ts'
import { migrate } from './migrate.ts'
import { PostgresStore } from './postgresStore.ts'

/**
 * Opens a database of a PostgreSQL server, creates its tables on first use, and applies
 * pending migrations. Several processes may have it open.
 *
 * @param url postgres://user:password@host:port/database
 * @throws CannotOpen `newer` when a later version of the program has migrated it
 */
export async function openPostgres(url: string, options: ConnectOptions = {}): Promise<Database> {
  const pool = connectPool(url, options)
  try {
    await migrate(pool, addressOf(url))
    const { rows } = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'`,
    )
    const store = new PostgresStore(pool, addressOf(url), new Set(rows.map(({ name }) => name)))
    await ensureInstallation(store)
    return store
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** The URL without user, password and options. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}
