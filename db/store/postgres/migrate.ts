/** Migrates the schema of a PostgreSQL database. */
import { Kysely, Migrator, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { CannotOpen } from '../cannotOpen.ts'
import { unsuitableFor } from './faults.ts'
import { migrations } from './migrations/index.ts'
import { recordExpectedSchema } from './soundness/expectedSchema.ts'

/** The oldest version that has all that the schema uses. */
const oldestServer = 16

/**
 * Applies pending migrations under an advisory lock: of several processes that start
 * together one migrates, and the others wait for it.
 *
 * @param address for the sentence of an error
 * @throws CannotOpen `newer` when a later version of the program has migrated it, `outdated` when
 *   this user may not migrate it
 */
export async function migrate(pool: Pool, address: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  await refuseNewer(pool, address)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  if ((await migrator.getMigrations()).some(({ executedAt }) => executedAt === undefined)) {
    await refuseOthers(pool, address)
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  }
  await recordExpectedSchema(db)
}

/** Only the owner of the tables, or who may make them, migrates. */
async function refuseOthers(pool: Pool, address: string): Promise<void> {
  const { rows } = await pool.query<{ may: number | boolean }>(
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AND NOT EXISTS (
       SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'kysely_migration'
         AND NOT pg_has_role(tableowner, 'MEMBER')) AS may`,
  )
  if (rows[0]?.may) return
  throw new CannotOpen(
    'outdated',
    `The database ${address} has the schema of an earlier version, and this user may not change it. ` +
      `Run yiping migrate with the address of the owner of the tables in DATABASE_URL.`,
    address,
  )
}

/**
 * @param address for the sentence of an error
 * @throws CannotOpen `unsuitable` for an old server, or another encoding than UTF-8
 */
export async function refuseUnsuitable(pool: Pool, address: string): Promise<void> {
  const { rows } = await pool.query<{ version: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
  )
  const [{ version, encoding } = { version: 0, encoding: '' }] = rows
  if (Math.floor(version / 10_000) < oldestServer)
    throw unsuitableFor(address, `PostgreSQL ${oldestServer} or newer is needed`)
  if (encoding !== 'UTF8') throw unsuitableFor(address, `its encoding is ${encoding}, and must be UTF8`)
}

async function refuseNewer(pool: Pool, address: string): Promise<void> {
  const { rows: tables } = await pool.query(
    `SELECT 1 FROM to_regclass('kysely_migration') t WHERE t IS NOT NULL`,
  )
  if (tables.length === 0) return
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM kysely_migration ORDER BY name')
  const unknown = rows.find(({ name }) => !Object.keys(migrations).includes(name))
  if (unknown === undefined) return
  throw new CannotOpen(
    'newer',
    `The database ${address} was written by a newer version of the program (${unknown.name}). ` +
      `Install that version again, or restore a backup made by this one.`,
    address,
    unknown.name,
  )
}
