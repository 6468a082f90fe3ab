import { type Kysely, sql } from 'kysely'

/** Where each ledger was proven last, so that a start verifies what came since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE proven_heads (
    village_id INTEGER PRIMARY KEY REFERENCES villages (id),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    head TEXT NOT NULL,
    -- Digest of all totals as they were at this seq.
    totals TEXT NOT NULL
  ) STRICT`,

  // When the whole of the data was last proven, UTC.
  `ALTER TABLE installation ADD COLUMN proven_at TEXT`,
]
