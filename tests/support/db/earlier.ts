/** Databases as earlier versions of the program left them. */
import Database from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import { migrations } from '../../../db/store/migrations/index.ts'

/** The last migration of the first version that villages run. */
const firstVersion = '012-requests'

/**
 * Writes a database of an earlier schema with the rows of a present one.
 *
 * @param source a closed database of the present schema, one file
 * @param target a new file
 */
export async function writeEarlier(source: string, target: string, last = firstVersion): Promise<void> {
  const sqlite = new Database(target)
  const chosen = Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= last))
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) })
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => chosen },
  }).migrateToLatest()
  if (error) throw error
  sqlite.pragma('foreign_keys = OFF')
  sqlite.prepare('ATTACH ? AS source').run(source)
  const tables = sqlite
    .prepare(`SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT GLOB 'kysely_*'`)
    .pluck()
    .all() as string[]
  for (const table of tables) {
    const columns = sqlite
      .prepare(`SELECT '"' || name || '"' FROM pragma_table_info(?, 'main')`)
      .pluck()
      .all(table)
      .join(', ')
    sqlite.exec(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM source."${table}"`)
  }
  sqlite.close()
}
