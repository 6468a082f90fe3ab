import { type Kysely, sql } from 'kysely'
import { doorKey, nameKey } from '../../../server/domain/text/lookAlikes.ts'

/**
 * Postings of earlier builds whose text was stored other than it was hashed, and
 * the keys by which look-alike doors and user names are found.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
  await fill(db, 'users', 'username', nameKey)
  await fill(db, 'households', 'door', doorKey)
}

const statements = [
  `CREATE TABLE altered_postings (
    village_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    surrogates TEXT NOT NULL CHECK (json_valid(surrogates)),
    found_at TEXT NOT NULL,
    PRIMARY KEY (village_id, seq),
    FOREIGN KEY (village_id, seq) REFERENCES postings (village_id, seq)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER altered_postings_are_never_changed BEFORE UPDATE ON altered_postings
    BEGIN SELECT RAISE(ABORT, 'what was found of a posting is never changed'); END`,
  `CREATE TRIGGER altered_postings_are_never_deleted BEFORE DELETE ON altered_postings
    WHEN (SELECT sample FROM villages WHERE id = OLD.village_id) = 0
    BEGIN SELECT RAISE(ABORT, 'what was found of a posting is never deleted'); END`,
  `ALTER TABLE users ADD COLUMN look_alike_key TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE households ADD COLUMN look_alike_key TEXT NOT NULL DEFAULT ''`,
  // Not unique: look-alikes of earlier builds stay.
  `CREATE INDEX users_by_look_alike_key ON users (look_alike_key)`,
  `CREATE INDEX households_by_look_alike_key ON households (village_id, look_alike_key)`,
]

async function fill(
  db: Kysely<unknown>,
  table: string,
  column: string,
  keyOf: (text: string) => string,
): Promise<void> {
  const { rows } = await sql<{ id: number; text: string }>`
    SELECT id, ${sql.ref(column)} AS text FROM ${sql.table(table)}`.execute(db)
  for (const { id, text } of rows)
    await sql`UPDATE ${sql.table(table)} SET look_alike_key = ${keyOf(text)} WHERE id = ${id}`.execute(db)
}
