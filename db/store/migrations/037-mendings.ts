import { type Kysely, sql } from 'kysely'

/** Putting right (整改): which rules give a time for it, and what households and staff did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Never changed: a deduction keeps the terms of the time at which it was recorded.
  `CREATE TABLE mending_terms (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL,
    rule_id INTEGER NOT NULL,
    days INTEGER CHECK (days > 0),
    percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100),
    set_at TEXT NOT NULL,
    set_by INTEGER REFERENCES users (id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT`,
  `CREATE INDEX mending_terms_of ON mending_terms (village_id, rule_id, set_at)`,

  `CREATE TABLE mendings (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    seq INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'returned', 'passed')),
    request_id TEXT,
    request TEXT,
    text TEXT,
    sent_at TEXT,
    decision_id TEXT,
    decided_at TEXT,
    decided_by INTEGER REFERENCES users (id),
    decider TEXT,
    reason TEXT,
    mended_on TEXT,
    restore_id TEXT,
    PRIMARY KEY (village_id, seq),
    UNIQUE (village_id, request_id),
    CHECK ((state = 'passed') = (mended_on IS NOT NULL))
  ) STRICT, WITHOUT ROWID`,
]
