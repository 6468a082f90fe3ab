/** A SQLite database as SQL text, and back. */
import Database from 'better-sqlite3'

/** Statements that make the same tables, rows, indexes and triggers. */
export function dumpDatabase(file: string): string {
  const database = new Database(file, { readonly: true })
  const objects = database
    .prepare(
      `SELECT type, name, sql FROM sqlite_master
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .all() as { type: string; name: string; sql: string }[]
  const isTable = ({ type }: { type: string }) => type === 'table'
  const rows = objects.filter(isTable).flatMap(({ name }) => insertsOf(database, name))
  database.close()
  const statements = [
    ...objects.filter(isTable).map(({ sql }) => sql),
    ...rows,
    ...objects.filter((one) => !isTable(one)).map(({ sql }) => sql),
  ]
  return statements.map((statement) => `${statement};\n`).join('')
}

/** Makes a database of a dump. */
export function loadDump(sql: string, file: string): void {
  const database = new Database(file)
  database.pragma('foreign_keys = OFF')
  database.exec(`BEGIN;\n${sql}\nCOMMIT;`)
  database.close()
}

function insertsOf(database: Database.Database, table: string): string[] {
  const rows = database.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][]
  return rows.map((row) => `INSERT INTO "${table}" VALUES (${row.map(literal).join(', ')})`)
}

function literal(value: unknown): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (Buffer.isBuffer(value)) return `X'${value.toString('hex')}'`
  const text = String(value)
  // SQL text ends at NUL, and control characters do not survive an editor.
  if (/\p{Cc}/u.test(text)) return `CAST(X'${Buffer.from(text).toString('hex')}' AS TEXT)`
  return `'${text.replaceAll("'", "''")}'`
}
