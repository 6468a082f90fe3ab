import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Change } from '../changes.ts'
import { ensureInstallation } from '../installation.ts'
import type { Committed, Database, Store, Turn } from '../store.ts'
import { readCatalog } from './catalog.ts'
import { addressOf, connectPool, type ConnectOptions } from './connect.ts'
import { explained } from './faults.ts'
import { migrate, refuseUnsuitable } from './migrate.ts'
import { PostgresStore, type Process } from './postgresStore.ts'

/** Of a thread that does one job at a time. */
const besideConnections = 2

/**
 * Opens a database of a PostgreSQL server, creates its tables on first use, and applies
 * pending migrations. Several processes may have it open.
 *
 * @param url postgres://user:password@host:port/database
 * @throws CannotOpen with a plain sentence
 */
export async function openPostgres(url: string, options: ConnectOptions = {}): Promise<Database> {
  const pool = connectPool(url, options)
  try {
    await refuseUnsuitable(pool, addressOf(url))
    await migrate(pool, addressOf(url))
    const store = await storeOf(pool, { url, origin: randomUUID() }, options.closed)
    await ensureInstallation(store)
    return store
  } catch (error) {
    await pool.end()
    throw explained(error, addressOf(url))
  }
}

/** Opens a database that another thread of this process has open. */
export async function openPostgresBeside(process: Process): Promise<PostgresStore> {
  return storeOf(connectPool(process.url, { connections: besideConnections }), process)
}

async function storeOf(pool: Pool, process: Process, closed?: () => void): Promise<PostgresStore> {
  return new PostgresStore(pool, process, await readCatalog(pool), closed)
}

/** Runs a transaction beside the thread that lends it its turn, which is locked in the database as well. */
export async function writePostgresBeside<Result>(
  process: Process,
  turn: Turn,
  whenOpen: () => Promise<void>,
  work: (store: Store) => Promise<Result>,
): Promise<Committed<Result>> {
  const store = await openPostgresBeside(process)
  try {
    const changes: Change[] = []
    store.onOwnChange((change) => changes.push(change))
    await whenOpen()
    const result = await store.write(turn, work)
    return { result, changes }
  } finally {
    store.close()
  }
}
