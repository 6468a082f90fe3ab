/** Writes all rows of a PostgreSQL database into a new SQLite file: the backup that both engines take. */
import type BetterSqlite from 'better-sqlite3'
import type { PoolClient } from 'pg'
import { connect } from '../../sqlite/connect.ts'
import { migrate } from '../../sqlite/migrate.ts'

/** Rows read at a time: some ms of work, so that others are answered in between. */
const rowsAtOnce = 500
/** Of tables with photos and pictures. */
const largeRowsAtOnce = 10

/** Made by SQLite's own connection. */
const ownTables = ['row_digests']

/**
 * Writes a copy of one moment.
 *
 * @param client in a transaction that reads one moment
 * @param file a new or empty file; one file without a log afterwards
 * @param signal ends it between two batches
 */
export async function writePortable(client: PoolClient, file: string, signal?: AbortSignal): Promise<void> {
  const sqlite = connect(file)
  try {
    await migrate(sqlite)
    // Nobody reads it before it is proven; references are checked then.
    sqlite.pragma('foreign_keys = OFF')
    sqlite.pragma('synchronous = OFF')
    for (const table of portableTables(sqlite)) await copyTable(client, sqlite, table, signal)
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('journal_mode = DELETE')
  } finally {
    sqlite.close()
  }
}

async function copyTable(
  client: PoolClient,
  sqlite: BetterSqlite.Database,
  table: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const columns = sqlite.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all(table) as Column[]
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const keys = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const order = keys.length > 0 ? `ORDER BY ${keys.map(({ name }) => `"${name}"`).join(', ')}` : ''
  const insert = sqlite.prepare(
    `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const insertAll = sqlite.transaction((rows: unknown[][]) => rows.forEach((row) => insert.run(row)))
  const count = columns.some(({ type }) => type === 'BLOB') ? largeRowsAtOnce : rowsAtOnce
  await client.query(`DECLARE portable NO SCROLL CURSOR FOR SELECT ${names} FROM ${table} ${order}`)
  for (;;) {
    signal?.throwIfAborted()
    const fetch = { text: `FETCH ${count} FROM portable`, rowMode: 'array' as const }
    const { rows } = await client.query<unknown[]>(fetch)
    if (rows.length === 0) break
    insertAll(rows)
  }
  await client.query('CLOSE portable')
}

interface Column {
  name: string
  type: string
  /** 1, 2 … in the primary key, else 0. */
  pk: number
}

/** Tables whose rows a backup carries. */
export function portableTables(sqlite: BetterSqlite.Database): string[] {
  const names = sqlite
    .prepare(
      `SELECT name FROM main.sqlite_master
       WHERE type = 'table' AND name NOT GLOB 'kysely_*' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .pluck()
    .all() as string[]
  return names.filter((name) => !ownTables.includes(name))
}
