import { type Kysely, sql } from 'kysely'

/** What an import brought, beside the batch of its postings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE imports (
    village_id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    filename TEXT NOT NULL,
    problems INTEGER NOT NULL,
    households INTEGER NOT NULL,
    rules INTEGER NOT NULL,
    PRIMARY KEY (village_id, batch_id),
    FOREIGN KEY (village_id, batch_id) REFERENCES batches (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER imports_are_never_changed BEFORE UPDATE ON imports
    BEGIN SELECT RAISE(ABORT, 'an import is never changed'); END`,
  `CREATE TRIGGER imports_are_never_deleted BEFORE DELETE ON imports
    WHEN (SELECT sample FROM villages WHERE id = OLD.village_id) = 0
    BEGIN SELECT RAISE(ABORT, 'an import is never deleted'); END`,
]
