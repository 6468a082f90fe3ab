import { type Kysely, sql } from 'kysely'

/** Access tokens of other programs, what they entered, and whether a village's data is open. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN open_data INTEGER NOT NULL DEFAULT 0 CHECK (open_data IN (0, 1))`,
  // Of all villages where no village is named.
  `CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY,
    village_id INTEGER REFERENCES villages (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    expires_on TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    last_used_at TEXT,
    revoked_at TEXT,
    revoked_by INTEGER REFERENCES users (id)
  ) STRICT`,
  `CREATE INDEX api_tokens_by_village ON api_tokens (village_id)`,
  `CREATE TABLE token_scores (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    score_id TEXT NOT NULL,
    token_id INTEGER NOT NULL REFERENCES api_tokens (id),
    PRIMARY KEY (village_id, score_id)
  ) STRICT, WITHOUT ROWID`,
]
