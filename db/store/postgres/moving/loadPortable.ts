/** Puts all rows of an SQLite file into a PostgreSQL database, in place of those that are there. */
import Database from 'better-sqlite3'
import type { PoolClient } from 'pg'
import { readCatalog } from '../catalog.ts'
import { Statements } from '../statements.ts'
import { portableTables } from './writePortable.ts'

/** Rows of one statement, where they hold photos and pictures. */
const largeRowsAtOnce = 10

/**
 * Replaces all rows; ids stay, as they are hashed.
 *
 * @param client of the owner of the tables, in a transaction
 * @param file of the present schema
 * @throws Error naming the row for a text with NUL, which PostgreSQL cannot hold
 */
export async function loadPortable(client: PoolClient, file: string): Promise<void> {
  const sqlite = new Database(file, { readonly: true })
  try {
    const catalog = await readCatalog(client)
    const statements = new Statements(catalog)
    const tables = portableTables(sqlite)
    const references = await dropReferences(client)
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await client.query(`TRUNCATE ${tables.join(', ')} RESTART IDENTITY`)
    for (const table of tables) {
      await load(client, statements, sqlite, table)
      if (catalog.identityTables.has(table)) await continueIds(client, table)
    }
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    // Checks all rows.
    for (const { table, name, definition } of references)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${definition}`)
  } finally {
    sqlite.close()
  }
}

interface Reference {
  table: string
  name: string
  definition: string
}

/** Tables refer to each other in circles: their rows come in any order. */
async function dropReferences(client: PoolClient): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(
    `SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid`,
  )
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
  return rows
}

async function load(
  client: PoolClient,
  statements: Statements,
  sqlite: Database.Database,
  table: string,
): Promise<void> {
  const columns = sqlite.prepare('SELECT name, type FROM pragma_table_info(?)').all(table) as Column[]
  const names = columns.map(({ name }) => name)
  const rows = sqlite
    .prepare(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM ${table}`)
    .raw()
    .iterate() as IterableIterator<unknown[]>
  const isLarge = columns.some(({ type }) => type === 'BLOB')
  const count = isLarge ? largeRowsAtOnce : undefined
  await statements.insertAll(client, table, names, storable(table, rows), count)
}

interface Column {
  name: string
  type: string
}

/** The rows, of which none may hold what PostgreSQL cannot. */
function* storable(table: string, rows: Iterable<unknown[]>): Generator<unknown[]> {
  for (const row of rows) {
    if (row.some((value) => typeof value === 'string' && value.includes('\0')))
      throw new Error(
        `PostgreSQL cannot hold the character NUL in ${table}: ${JSON.stringify(row.slice(0, 3))}`,
      )
    yield row
  }
}

/** The next id is above all that are there. */
async function continueIds(client: PoolClient, table: string): Promise<void> {
  await client.query(
    `SELECT setval(pg_get_serial_sequence('${table}', 'id'), coalesce(max(id), 0) + 1, false) FROM ${table}`,
  )
}
