/** Migrates the schema of a file and compares it with the expected one. */
import Database from 'better-sqlite3'
import { Kysely, type Migration, Migrator, SqliteAdapter, SqliteDialect } from 'kysely'
import { type Fault, fault } from '../../../server/domain/answers/fault.ts'
import { CannotOpen } from '../cannotOpen.ts'
import { migrations } from '../migrations/index.ts'
import {
  type ChangedRow,
  compareDigests,
  digestedMigration,
  addDigestTriggers,
  hasDigestTable,
  registerRowDigest,
  writeDigests,
} from './soundness/rowDigests.ts'

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

/**
 * Names of the applied migrations.
 *
 * @returns null when it is no database of this program
 */
export function executedMigrations(sqlite: Database.Database): string[] | null {
  const table = sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`).get()
  if (!table) return null
  return sqlite.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[]
}

/** @throws CannotOpen when a newer version of the program wrote the file */
export function refuseNewer(done: readonly string[], file: string): void {
  const unknown = done.find((name) => !Object.keys(migrations).includes(name))
  if (unknown === undefined) return
  throw new CannotOpen(
    'newer',
    `The database ${file} was written by a newer version of the program (${unknown}). ` +
      `Install that version again, or restore a backup made by this one.`,
    file,
    unknown,
  )
}

/** Whether migrations are pending. */
export function isOutdated(done: readonly string[]): boolean {
  return Object.keys(migrations).some((name) => !done.includes(name))
}

/**
 * Applies pending migrations and adds the digest triggers. Rows found changed
 * before a migration stay reported after it, and so do rows whose digests were removed.
 */
export async function migrate(sqlite: Database.Database): Promise<void> {
  const done = executedMigrations(sqlite) ?? []
  if (isOutdated(done)) {
    const changed = areDigestsComparable(sqlite, done) ? compareDigests(sqlite).changed : []
    const db = new Kysely<unknown>({ dialect: new MigrationDialect({ database: sqlite }) })
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => withDigests(sqlite, changed) },
    }).migrateToLatest()
    if (error) throw error
  } else {
    if (!areDigestsComparable(sqlite, done)) writeDigests(sqlite, lastMigration())
    addDigestTriggers(sqlite)
  }
}

/** False for versions without digests, and after an interrupted migration of an earlier version. */
function areDigestsComparable(sqlite: Database.Database, done: readonly string[]): boolean {
  if (!hasDigestTable(sqlite)) return false
  const digested = digestedMigration(sqlite)
  return digested === null || digested === done.at(-1)
}

/** All migrations; the last one also computes the digests and adds their triggers, in the same transaction. */
function withDigests(sqlite: Database.Database, changed: readonly ChangedRow[]): Record<string, Migration> {
  const last = lastMigration()
  const migration: Migration = {
    up: async (db) => {
      await migrations[last]?.up(db)
      writeDigests(sqlite, last, changed)
      // Before Kysely inserts the row that names the migration.
      addDigestTriggers(sqlite)
    },
  }
  return { ...migrations, [last]: migration }
}

/** The newest migration of this version. */
export function lastMigration(): string {
  return Object.keys(migrations).sort().at(-1) ?? ''
}

/**
 * What the schema lacks, or has otherwise than the migrations make it. Tables and indexes that other tools added are left alone.
 */
export async function schemaFaults(sqlite: Database.Database): Promise<Fault[]> {
  const reference = new Database(':memory:')
  try {
    registerRowDigest(reference)
    await migrate(reference)
    const expected = schemaOf(reference)
    const found = schemaOf(sqlite)
    const different = [...expected].filter(([name, sql]) => found.get(name) !== sql)
    const added = [...found.keys()].filter((name) => /^(trigger|view) /.test(name) && !expected.has(name))
    return [
      ...different.map(([name]) => fault(found.has(name) ? 'schema-changed' : 'schema-missing', { name })),
      ...added.map((name) => fault('schema-foreign', { name })),
    ]
  } finally {
    reference.close()
  }
}

/** SQL by type and name. That of Kysely's own tables is the same in all versions this program came with. */
function schemaOf(sqlite: Database.Database): Map<string, string> {
  const rows = sqlite
    .prepare(
      `SELECT type, name, tbl_name AS "table",
         ifnull(sql, '') AS sql
       FROM main.sqlite_master`,
    )
    .all() as Record<'type' | 'name' | 'table' | 'sql', string>[]
  return new Map(
    rows.map(({ type, name, table, sql }) => [`${type} ${name}`, `${table}: ${sql.replace(/\s+/g, ' ')}`]),
  )
}
