/**
 * Digests of rows outside the ledger. Postings are covered by their chain and
 * totals by the postings; a changed byte in any other row (a name, a rule's
 * text, a photo) leaves a page that is well-formed, so no page check finds it.
 * Each such row therefore has a CRC-32 in `row_digests`, written in the
 * transaction that writes the row.
 *
 * The triggers are temporary (per connection), so that they can call a custom
 * function and any tool can still open the file. A row that another tool changed
 * is reported like a damaged one. CRC-32 detects accidents, not tampering.
 */
import { crc32 } from 'node:zlib'
import type Database from 'better-sqlite3'

/** Covered by the chain and by `verify`; `row_digests` itself is compared with the rows. */
const otherwiseCovered = [
  'postings',
  'standings',
  'dimension_standings',
  'month_totals',
  'line_totals',
  'entry_totals',
  'balances',
  'row_digests',
]
/** Tables with a digest over these columns only: the others change with every score and are covered by the chain. */
const chosenColumns = new Map([['chains', ['village_id', 'name']]])
/** Row of `row_digests` that names the migration after which the digests were taken. */
const stateTable = ''

interface Column {
  name: string
  type: string
  /** 1, 2 … in the primary key, else 0. */
  pk: number
}

interface DigestedTable {
  name: string
  /** SQL that gives a row's key, with `ROW.` before each column. */
  key: string
  /** SQL that gives a row's digest, with `ROW.` before each column. */
  digest: string
  /** `OF` columns for the update trigger, empty for all. */
  columns: string
}

/** A row that differs from its digest; `unknown` where it has none. */
export interface ChangedRow {
  table: string
  /** Its rowid, or its primary key as JSON. */
  key: string
  problem: 'changed' | 'missing' | 'unknown'
}

/**
 * Registers the SQL functions `row_digest`, and `earlier_row_digest` for digests that earlier builds took: there
 * an empty text left out the columns before it, since zlib gives 0 for a blob without an address.
 */
export function registerRowDigest(sqlite: Database.Database): void {
  const register = (name: string, ofEmpty: (sum: number) => number) =>
    sqlite.function(name, { varargs: true, deterministic: true }, (...values: unknown[]) =>
      values.reduce<number>((sum, value) => {
        if (!Buffer.isBuffer(value)) return crc32(value === null ? 'n' : `v${String(value)};`, sum)
        const begun = crc32(`b${value.length}:`, sum)
        return value.length === 0 ? ofEmpty(begun) : crc32(value, begun)
      }, 0),
    )
  register('row_digest', (sum) => sum)
  register('earlier_row_digest', () => 0)
}

/** Adds the triggers that update digests with every write of this connection; needs the current schema. */
export function addDigestTriggers(sqlite: Database.Database): void {
  const statements = digestedTables(sqlite).flatMap((table) => {
    const forget = `DELETE FROM row_digests WHERE table_name = '${table.name}' AND row_key = ${of('OLD', table.key)};`
    const write = `INSERT INTO row_digests VALUES ('${table.name}', ${of('NEW', table.key)}, ${of('NEW', table.digest)});`
    const trigger = (event: string, body: string) =>
      `CREATE TEMP TRIGGER "digest_${table.name}_${event}" AFTER ${event}${event === 'UPDATE' ? table.columns : ''}
       ON main."${table.name}" BEGIN ${body} END`
    return [trigger('INSERT', write), trigger('UPDATE', forget + write), trigger('DELETE', forget)]
  })
  sqlite.exec(statements.join(';\n'))
}

/**
 * The migration after which the digests were computed.
 *
 * @returns null when there are none: the table does not exist yet, or it was emptied
 */
export function digestedMigration(sqlite: Database.Database): string | null {
  if (!hasDigestTable(sqlite)) return null
  const state = sqlite.prepare('SELECT row_key FROM row_digests WHERE table_name = ?').pluck().get(stateTable)
  return (state as string | undefined) ?? null
}

/** Whether the schema has row digests. */
export function hasDigestTable(sqlite: Database.Database): boolean {
  return sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'row_digests'`).get() !== undefined
}

/**
 * Recomputes all digests in one transaction: after a migration, or to accept
 * changed rows.
 *
 * @param migration the last one that was applied
 * @param except changed rows found before; they stay reported
 */
export function writeDigests(
  sqlite: Database.Database,
  migration: string,
  except: readonly ChangedRow[] = [],
): void {
  sqlite.transaction(() => {
    const read = sqlite.prepare('SELECT digest FROM row_digests WHERE table_name = ? AND row_key = ?').pluck()
    const before = except.map(({ table, key }) => ({ table, key, digest: read.get(table, key) ?? -1 }))
    sqlite.exec('DELETE FROM row_digests')
    for (const { name, key, digest } of digestedTables(sqlite))
      sqlite.exec(
        `INSERT INTO row_digests SELECT '${name}', ${of('r', key)}, ${of('r', digest)} FROM main."${name}" r`,
      )
    const put = sqlite.prepare('INSERT OR REPLACE INTO row_digests VALUES (?, ?, ?)')
    for (const { table, key, digest } of before) put.run(table, key, digest)
    put.run(stateTable, migration, 0)
  })()
}

/** Compares all rows with their digests. */
export function compareDigests(sqlite: Database.Database): { rows: number; changed: ChangedRow[] } {
  const changed: ChangedRow[] = []
  let rows = 0
  for (const { name, key, digest } of digestedTables(sqlite)) {
    rows += sqlite.prepare(`SELECT count(*) FROM main."${name}"`).pluck().get() as number
    const different = sqlite
      .prepare(
        `SELECT ${of('r', key)} AS key, d.digest IS NULL AS isUnknown FROM main."${name}" r
         LEFT JOIN row_digests d ON d.table_name = '${name}' AND d.row_key = ${of('r', key)}
         WHERE d.digest IS NOT ${of('r', digest)} AND d.digest IS NOT earlier_${of('r', digest)}`,
      )
      .all() as { key: string; isUnknown: 0 | 1 }[]
    for (const row of different)
      changed.push({ table: name, key: row.key, problem: row.isUnknown ? 'unknown' : 'changed' })
    const missing = sqlite
      .prepare(
        `SELECT row_key FROM row_digests WHERE table_name = '${name}'
         EXCEPT SELECT ${of('r', key)} FROM main."${name}" r`,
      )
      .pluck()
      .all() as string[]
    for (const missed of missing) changed.push({ table: name, key: missed, problem: 'missing' })
  }
  return { rows, changed }
}

/** All tables except those above and those of replication tools (leading underscore). */
function digestedTables(sqlite: Database.Database): DigestedTable[] {
  const tables = sqlite
    .prepare(
      `SELECT name, wr AS withoutRowid FROM pragma_table_list
       WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         AND name NOT GLOB '_*' ORDER BY name`,
    )
    .all() as { name: string; withoutRowid: 0 | 1 }[]
  return tables
    .filter(({ name }) => !otherwiseCovered.includes(name))
    .map(({ name, withoutRowid }) => {
      const all = sqlite.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all(name) as Column[]
      const chosen = chosenColumns.get(name)
      const columns = all.filter((column) => chosen?.includes(column.name) ?? true)
      const keyColumns = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      return {
        name,
        key: withoutRowid
          ? `json_array(${keyColumns.map((column) => `ROW."${column.name}"`).join(', ')})`
          : 'CAST(ROW.rowid AS TEXT)',
        digest: `row_digest(${columns.map(valueOf).join(', ')})`,
        columns: chosen ? ` OF ${columns.map((column) => `"${column.name}"`).join(', ')}` : '',
      }
    })
}

/** Text as its bytes: as a string, malformed UTF-8 would read like the replacement character. */
function valueOf({ name, type }: Column): string {
  return type.toUpperCase() === 'TEXT' ? `CAST(ROW."${name}" AS BLOB)` : `ROW."${name}"`
}

function of(row: string, sql: string): string {
  return sql.replaceAll('ROW.', `${row}.`)
}
