import { join } from 'node:path'
import { prepareDataFolder } from '../files/dataFolder.ts'
import { claimFolderOf } from '../sqlite/claim.ts'
import { writeBorrowed } from '../sqlite/lending/borrower.ts'
import { databaseName, openStore } from '../sqlite/open.ts'
import { openBeside as openSqliteBeside } from '../sqlite/openBeside.ts'
import type { Beside, Committed, Database, Store, Turn } from '../store.ts'

/** Loaded only where it is used: its packages would cost every command and thread on SQLite 50 ms. */
const postgres = () => import('../postgres/open.ts')

/** Where the data lies. */
export interface Place {
  /** Folder of the database, unless that is one of a PostgreSQL server; of backups in any case. */
  dataDir: string
  /** postgres://user:password@host:port/database; null for SQLite in the data folder. */
  databaseUrl: string | null
  /** Most connections to a PostgreSQL server. */
  databaseConnections: number
}

/**
 * Opens the database, creates it on first use, and applies pending migrations. The data
 * folder is this process's own.
 *
 * @throws CannotOpen with a plain sentence
 */
export async function openDatabase({ dataDir, databaseUrl, databaseConnections }: Place): Promise<Database> {
  if (databaseUrl === null) return openStore(dataDir)
  prepareDataFolder(dataDir)
  const release = claimFolderOf(join(dataDir, databaseName))
  try {
    const { openPostgres } = await postgres()
    return await openPostgres(databaseUrl, { connections: databaseConnections, closed: release })
  } catch (error) {
    release()
    throw error
  }
}

/**
 * Opens a database that another thread of this process has open.
 *
 * @throws CannotOpen, or what the engine throws
 */
export async function openBeside(beside: Beside): Promise<Database> {
  return 'file' in beside ? openSqliteBeside(beside.file) : (await postgres()).openPostgresBeside(beside)
}

/**
 * Runs a transaction beside the thread that lends it the turn to write (`Database.lend`).
 *
 * @param whenOpen resolves once the turn is lent
 * @returns what the work gives, and the changes that the lender must announce
 * @throws what the work throws; nothing is written then
 */
export async function writeBeside<Result>(
  beside: Beside,
  turn: Turn,
  whenOpen: () => Promise<void>,
  work: (store: Store) => Promise<Result>,
): Promise<Committed<Result>> {
  return 'file' in beside
    ? writeBorrowed(beside.file, turn, whenOpen, work)
    : (await postgres()).writePostgresBeside(beside, turn, whenOpen, work)
}
