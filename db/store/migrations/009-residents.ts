import { type Kysely, sql } from 'kysely'

/** What a household itself may do behind its door's code: its secrets, its sessions, its suggestions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN residents TEXT NOT NULL DEFAULT '{"proposals":false,"suggestions":true}'
    CHECK (json_valid(residents))`,

  // Who made a claim: the staff, the household itself, or a round when it was closed.
  `ALTER TABLE claims ADD COLUMN source TEXT NOT NULL DEFAULT 'staff'
    CHECK (source IN ('staff', 'resident', 'round'))`,

  `CREATE TABLE household_secrets (
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    card_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    PRIMARY KEY (village_id, household_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  // Kept in the file, so that a restart gives nobody new tries. By door and not by household: whoever
  // tries a door that there is not must not see a difference.
  `CREATE TABLE code_tries (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    door TEXT NOT NULL,
    tried_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX code_tries_of ON code_tries (village_id, door, tried_at)`,

  `CREATE TABLE resident_sessions (
    token_hash TEXT PRIMARY KEY,
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX resident_sessions_of ON resident_sessions (village_id, household_id)`,

  `CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    household_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    answer TEXT,
    answer_id TEXT,
    answered_at TEXT,
    answered_by INTEGER REFERENCES users (id),
    answerer TEXT,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT`,
  `CREATE INDEX suggestions_of ON suggestions (village_id, household_id)`,
  // A household reads all of its own claims; the staff look for those that wait.
  `CREATE INDEX claims_of ON claims (village_id, household_id, id)`,
]
