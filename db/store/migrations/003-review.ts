import { type Kysely, sql } from 'kysely'

/** Claims that wait for a review, who passed or stopped them, and whose own household is whose. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What waits beside what its rule lets wait.
  `ALTER TABLE villages ADD COLUMN review TEXT NOT NULL
    DEFAULT '{"roles":[],"over":null,"deductions":false}' CHECK (json_valid(review))`,

  `CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('award', 'deduct')),
    household_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    rule_version_id INTEGER NOT NULL,
    dimension_id INTEGER NOT NULL,
    points INTEGER NOT NULL,
    units REAL,
    text TEXT NOT NULL,
    occurred_on TEXT NOT NULL CHECK (occurred_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    note TEXT,
    reviewers INTEGER NOT NULL CHECK (reviewers IN (1, 2)),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'passed', 'stopped', 'withdrawn')),
    reason TEXT,
    claimed_at TEXT NOT NULL,
    claimed_by INTEGER REFERENCES users (id),
    claimant TEXT NOT NULL,
    decided_at TEXT,
    request TEXT NOT NULL,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'stopped') <= (reason IS NOT NULL)),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, rule_version_id) REFERENCES rule_versions (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT`,
  `CREATE INDEX claims_by_state ON claims (village_id, state, id)`,
  `CREATE INDEX claims_waiting ON claims (village_id, household_id, rule_version_id) WHERE state = 'waiting'`,

  // The second of two is never the first: the primary key says so.
  `CREATE TABLE claim_reviews (
    village_id INTEGER NOT NULL,
    claim_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'stop')),
    request_id TEXT NOT NULL,
    reviewed_at TEXT NOT NULL,
    PRIMARY KEY (claim_id, user_id),
    FOREIGN KEY (village_id, claim_id) REFERENCES claims (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE own_households (
    village_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    household_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, user_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,
]
