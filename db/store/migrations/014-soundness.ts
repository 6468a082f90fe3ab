import { type Kysely, sql } from 'kysely'

/**
 * Digests of the rows that no hash chain covers, and the number of the last
 * backup. The digests are written by the program's connections (see
 * `db/store/sqlite/soundness/rowDigests.ts`), so that other tools can still open the file.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE row_digests (
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    digest INTEGER NOT NULL,
    PRIMARY KEY (table_name, row_key)
  ) STRICT, WITHOUT ROWID`,

  // A copy carries the number that it was made under: backups are ordered by it.
  `ALTER TABLE installation ADD COLUMN backup_number INTEGER NOT NULL DEFAULT 0`,
]
