/**
 * What the migrations make, written down by the owner of the tables: a server may sign in as another user, who can
 * make no schema to compare with. Definitions are as this major version of PostgreSQL writes them.
 */
import { randomUUID } from 'node:crypto'
import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { type Fault, fault } from '../../../../server/domain/answers/fault.ts'
import { migrations } from '../migrations/index.ts'
import { ownParts, readSchemaParts, type SchemaParts } from './schemaParts.ts'

/** Row that says of which migration and which version of PostgreSQL the others are. */
const state = ''

/** The last migration of the database, and the major version of its server. */
const presentState = sql<{ state: string }>`
  SELECT concat_ws(' ', max(name), current_setting('server_version_num')::int / 10000) AS state FROM kysely_migration`

/** Writes it down where that was not done yet, and this user may. */
export async function recordExpectedSchema(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ due: number }>`
    SELECT has_database_privilege(current_database(), 'CREATE')
      AND has_table_privilege('expected_schema', 'INSERT') AS due`.execute(db)
  if (!rows[0]?.due || (await readExpectedSchema(db)) !== null) return
  const expected = await partsOfMigrations(db)
  await db.transaction().execute(async (db) => {
    // Processes that start together do it one after the other.
    await sql`LOCK TABLE expected_schema IN EXCLUSIVE MODE`.execute(db)
    await sql`DELETE FROM expected_schema`.execute(db)
    const present = (await presentState.execute(db)).rows[0]?.state ?? ''
    for (const [part, definition] of [...expected, [state, present] as const])
      await sql`INSERT INTO expected_schema (part, definition) VALUES (${part}, ${definition})`.execute(db)
  })
}

/** What the schema lacks, or has otherwise than the migrations make it; nothing where that is not written down. */
export async function schemaFaults(db: QueryExecutorProvider): Promise<Fault[]> {
  const expected = await readExpectedSchema(db)
  if (!expected) return []
  const found = await readSchemaParts(db)
  const different = [...expected].filter(([name, definition]) => found.get(name) !== definition)
  const added = [...found.keys()].filter((name) => !expected.has(name) && isOnOurTable(name, expected))
  return [
    ...different.map(([name]) => fault(found.has(name) ? 'schema-changed' : 'schema-missing', { name })),
    ...added.map((name) => fault('schema-foreign', { name })),
  ]
}

function isOnOurTable(part: string, expected: SchemaParts): boolean {
  const table = ownParts.exec(part)?.[1]
  return table !== undefined && expected.has(`table ${table}`)
}

/** Null where it is not written down for what the database is now. */
async function readExpectedSchema(db: QueryExecutorProvider): Promise<SchemaParts | null> {
  const { rows } = await sql<{ part: string; definition: string }>`
    SELECT part, definition FROM expected_schema`.execute(db)
  const parts = new Map(rows.map(({ part, definition }) => [part, definition]))
  const present = (await presentState.execute(db)).rows[0]?.state
  if (parts.get(state) !== present) return null
  parts.delete(state)
  return parts
}

/** The parts of a schema that all migrations make in a transaction, which is rolled back. */
async function partsOfMigrations(db: Kysely<unknown>): Promise<SchemaParts> {
  const scratch = await db.startTransaction().execute()
  try {
    const name = sql.id(`expected_${randomUUID()}`)
    await sql`CREATE SCHEMA ${name}`.execute(scratch)
    await sql`SET LOCAL search_path = ${name}`.execute(scratch)
    for (const [, migration] of Object.entries(migrations).sort(([one], [other]) => (one < other ? -1 : 1)))
      await migration.up(scratch)
    return await readSchemaParts(scratch)
  } finally {
    await scratch.rollback().execute()
  }
}
