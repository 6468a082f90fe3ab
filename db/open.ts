import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, Migrator, SqliteAdapter, SqliteDialect } from 'kysely'
import { migrations } from './migrations/index.ts'
import { Store } from './store.ts'

/** Name of the database in the data folder. */
export const databaseName = 'yiping.sqlite'
/**
 * Stands in a data folder that has been used: with it, a missing database is an
 * error. It says which process opened the database last.
 */
const markerName = 'in-use'
/** How long to wait for another process that holds the file, ms. */
const busyMs = 500

/** The database cannot be opened; the message is a sentence for the person at the terminal. */
export class CannotOpen extends Error {
  /** `busy` when another process holds the file. */
  readonly reason: 'busy' | 'missing' | 'newer' | 'damaged' | 'unwritable'

  constructor(reason: CannotOpen['reason'], message: string) {
    super(message)
    this.name = 'CannotOpen'
    this.reason = reason
  }
}

/**
 * Opens the database of a data folder, making it on first use, and brings its
 * schema up to date; before a migration changes an existing file, a copy is
 * made beside it. This process alone then holds the file.
 *
 * @param folder the data folder; made where it is missing
 * @throws CannotOpen with a plain sentence
 */
export async function openStore(folder: string): Promise<Store> {
  const file = join(folder, databaseName)
  const marker = join(folder, markerName)
  if (existsSync(marker) && !hasContent(file))
    throw new CannotOpen(
      'missing',
      `The data folder ${folder} has been used before, but its database ${databaseName} is missing or empty. ` +
        `Put the file back or restore a backup; to start afresh, choose another folder with DATA_DIR.`,
    )
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new CannotOpen('unwritable', `The data folder ${folder} cannot be made: ${reasonOf(error)}.`)
  }
  const sqlite = connect(file)
  try {
    await migrate(sqlite, file)
    const store = new Store(sqlite, file)
    prepareInstallation(store)
    writeFileSync(marker, `process ${process.pid}, since ${new Date().toISOString()}`)
    return store
  } catch (error) {
    sqlite.close()
    throw explained(error, file)
  }
}

/** SQLite would take an empty file, such as a failed copy leaves, for a new database. */
function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0
}

function connect(file: string): Database.Database {
  let sqlite: Database.Database | undefined
  try {
    sqlite = new Database(file, { timeout: busyMs })
    sqlite.pragma('locking_mode = EXCLUSIVE')
    sqlite.pragma('journal_mode = WAL')
    // A re-opened WAL database would fall back to NORMAL, which can lose the last commits.
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    // Without it, INSERT OR REPLACE deletes a posting past the trigger that forbids it.
    sqlite.pragma('recursive_triggers = ON')
    sqlite.pragma('cache_size = -131072')
    // Takes the exclusive lock now, so that a second process learns of it at once.
    sqlite.exec('BEGIN IMMEDIATE; COMMIT')
    if (sqlite.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL')
    return sqlite
  } catch (error) {
    sqlite?.close()
    throw explained(error, file)
  }
}

/** SQLite's schema changes are part of the transaction, which Kysely leaves unused by default. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class MigrationDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

async function migrate(sqlite: Database.Database, file: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new MigrationDialect({ database: sqlite }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const known = Object.keys(migrations)
  const state = await migrator.getMigrations().catch(() => [])
  const done = executedMigrations(sqlite)
  const unknown = done.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new CannotOpen(
      'newer',
      `The database ${file} was written by a newer version of the program (${unknown}). ` +
        `Install that version again, or restore a backup made by this one.`,
    )
  const pending = state.filter(({ executedAt }) => !executedAt)
  if (pending.length === 0) return
  if (done.length > 0) sqlite.prepare('VACUUM INTO ?').run(copyName(file))
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

function executedMigrations(sqlite: Database.Database): string[] {
  const table = sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`).get()
  if (!table) return []
  return sqlite.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[]
}

function copyName(file: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  return join(dirname(file), `before-migration-${stamp}.sqlite`)
}

/** The epoch tells screens a restored database from the one they knew. */
function prepareInstallation(store: Store): void {
  store.write(() =>
    store.run(
      store.sql
        .insertInto('installation')
        .values({ only: 1, epoch: randomBytes(8).toString('hex'), setup_code_hash: null })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  )
}

function explained(error: unknown, file: string): Error {
  if (!(error instanceof Database.SqliteError))
    return error instanceof Error ? error : new Error(String(error))
  const { code } = error
  if (code.startsWith('SQLITE_BUSY'))
    return new CannotOpen(
      'busy',
      `The database ${file} is in use by another server (${holderOf(file)}). Stop that one first.`,
    )
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new CannotOpen(
      'damaged',
      `The database ${file} is damaged (${error.message}). Restore the last backup; nothing was written.`,
    )
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_FULL')
    return new CannotOpen('unwritable', `The database ${file} cannot be written: ${error.message}.`)
  return error
}

function holderOf(file: string): string {
  try {
    return readFileSync(join(dirname(file), markerName), 'utf8')
  } catch {
    return 'unknown process'
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
