/** A new SQLite database with its tables, made once a process: migrating costs more than most tests. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { migrate } from '../../../db/store/sqlite/migrate.ts'
import { databaseName } from '../../../db/store/sqlite/open.ts'
import { registerRowDigest } from '../../../db/store/sqlite/soundness/rowDigests.ts'

let content: Promise<Buffer> | undefined

/** Puts a migrated database without any rows into a new data folder. */
export async function prepareFile(folder: string): Promise<void> {
  content ??= migratedFile()
  writeFileSync(join(folder, databaseName), await content)
}

async function migratedFile(): Promise<Buffer> {
  const sqlite = new BetterSqlite(':memory:')
  try {
    registerRowDigest(sqlite)
    await migrate(sqlite)
    return sqlite.serialize()
  } finally {
    sqlite.close()
  }
}
