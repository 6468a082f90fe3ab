import { type Kysely, sql } from 'kysely'

/** Months and quarters whose points were cleared. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE period_closings (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    period TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    households INTEGER NOT NULL,
    points INTEGER NOT NULL CHECK (points >= 0),
    closed_at TEXT NOT NULL,
    closed_by INTEGER REFERENCES users (id),
    closer TEXT NOT NULL,
    UNIQUE (village_id, request_id),
    UNIQUE (village_id, ends_on)
  ) STRICT`,
  `CREATE TRIGGER period_closings_are_never_changed BEFORE UPDATE ON period_closings
    BEGIN SELECT RAISE(ABORT, 'a closing is never changed'); END`,
]
