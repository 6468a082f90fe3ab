import { type Kysely, sql } from 'kysely'

/** What was entered together, so that it can be found and taken back together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Triggers that make a table append-only, except where the sample village is removed. */
const appendOnly = (table: string) => [
  `CREATE TRIGGER ${table}_are_never_changed BEFORE UPDATE ON ${table}
    BEGIN SELECT RAISE(ABORT, 'a batch is never changed'); END`,
  `CREATE TRIGGER ${table}_are_never_deleted BEFORE DELETE ON ${table}
    WHEN (SELECT sample FROM villages WHERE id = OLD.village_id) = 0
    BEGIN SELECT RAISE(ABORT, 'a batch is never deleted'); END`,
]

const statements = [
  `CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    kind TEXT NOT NULL CHECK (kind IN ('entry', 'import', 'activity')),
    made_at TEXT NOT NULL,
    made_by INTEGER REFERENCES users (id),
    maker TEXT NOT NULL,
    UNIQUE (village_id, id)
  ) STRICT`,
  ...appendOnly('batches'),

  // By the id of the score: a claim, and the posting that comes of it, have the same.
  `CREATE TABLE batch_lines (
    village_id INTEGER NOT NULL,
    score_id TEXT NOT NULL,
    batch_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, score_id),
    FOREIGN KEY (village_id, batch_id) REFERENCES batches (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX batch_lines_by_batch ON batch_lines (village_id, batch_id)`,
  ...appendOnly('batch_lines'),
]
