import { type Kysely, sql } from 'kysely'

/**
 * The first schema: villages with their people, rules and seasons, the ledger
 * and its totals, staff and sessions. Dates of deeds are `YYYY-MM-DD`, times
 * of recording ISO 8601 UTC. Every table of a village carries `village_id`,
 * and foreign keys are composite, so that no row can point into another village.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE installation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch TEXT NOT NULL,
    setup_code_hash TEXT
  ) STRICT`,

  `CREATE TABLE villages (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    slogan TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL,
    privacy TEXT NOT NULL DEFAULT 'masked' CHECK (privacy IN ('door', 'masked', 'full')),
    names_deductions INTEGER NOT NULL DEFAULT 0 CHECK (names_deductions IN (0, 1)),
    tie_breakers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tie_breakers)),
    sample INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
    revision INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE seasons (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL CHECK (ends_on >= starts_on),
    state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
    UNIQUE (village_id, id)
  ) STRICT`,
  `CREATE UNIQUE INDEX one_active_season ON seasons (village_id) WHERE state = 'active'`,

  `CREATE TABLE dimensions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (village_id, name),
    UNIQUE (village_id, id)
  ) STRICT`,

  `CREATE TABLE household_groups (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL,
    UNIQUE (village_id, name),
    UNIQUE (village_id, id)
  ) STRICT`,

  `CREATE TABLE households (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    group_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    door TEXT NOT NULL CHECK (door <> ''),
    head TEXT NOT NULL,
    initials TEXT NOT NULL,
    members INTEGER,
    phone TEXT,
    note TEXT,
    opted_out INTEGER NOT NULL DEFAULT 0 CHECK (opted_out IN (0, 1)),
    consented INTEGER NOT NULL DEFAULT 0 CHECK (consented IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (village_id, door),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, group_id) REFERENCES household_groups (village_id, id)
  ) STRICT`,

  `CREATE TABLE rules (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    dimension_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT`,

  `CREATE TABLE rule_versions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    rule_id INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    text TEXT NOT NULL,
    initials TEXT NOT NULL,
    terms TEXT NOT NULL CHECK (json_valid(terms)),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    UNIQUE (rule_id, version),
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT`,

  `CREATE TABLE chains (
    village_id INTEGER PRIMARY KEY REFERENCES villages (id),
    name TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL DEFAULT 0,
    head TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE postings (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
      ('award', 'deduct', 'restore', 'reversal', 'redeem', 'redeem-return', 'opening', 'carry')),
    household_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    rule_version_id INTEGER,
    dimension_id INTEGER,
    points INTEGER NOT NULL,
    units REAL,
    text TEXT NOT NULL,
    occurred_on TEXT NOT NULL CHECK (occurred_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT NOT NULL,
    note TEXT,
    reverses INTEGER,
    request TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (village_id, seq),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK (reverses < seq),
    CHECK (kind <> 'award' OR points >= 0),
    CHECK (kind NOT IN ('deduct', 'redeem') OR points <= 0),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, rule_version_id) REFERENCES rule_versions (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id),
    FOREIGN KEY (village_id, reverses) REFERENCES postings (village_id, seq)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX postings_by_id ON postings (village_id, id)`,
  `CREATE UNIQUE INDEX postings_reversed_once ON postings (village_id, reverses) WHERE reverses IS NOT NULL`,
  `CREATE INDEX postings_by_household ON postings (village_id, household_id, seq)`,
  `CREATE INDEX postings_by_rule ON postings (village_id, household_id, rule_version_id, occurred_on)`,
  `CREATE INDEX postings_by_day ON postings (village_id, occurred_on)`,
  `CREATE TRIGGER postings_are_never_changed BEFORE UPDATE ON postings
    BEGIN SELECT RAISE(ABORT, 'a posting is never changed; write a reversal'); END`,
  `CREATE TRIGGER postings_are_never_deleted BEFORE DELETE ON postings
    WHEN (SELECT sample FROM villages WHERE id = OLD.village_id) = 0
    BEGIN SELECT RAISE(ABORT, 'a posting is never deleted; write a reversal'); END`,

  `CREATE TABLE standings (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    earned INTEGER NOT NULL DEFAULT 0,
    deducted INTEGER NOT NULL DEFAULT 0,
    redeemed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, household_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE dimension_standings (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    dimension_id INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, household_id, dimension_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE month_totals (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    dimension_id INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, month, dimension_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE balances (
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    balance INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, household_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE memberships (
    user_id INTEGER NOT NULL REFERENCES users (id),
    village_id INTEGER REFERENCES villages (id),
    role TEXT NOT NULL CHECK (role IN ('admin', 'clerk', 'reviewer', 'inspector', 'desk', 'viewer'))
  ) STRICT`,
  `CREATE UNIQUE INDEX one_membership ON memberships (user_id, ifnull(village_id, 0), role)`,

  `CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    previous_token_hash TEXT UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    family TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sessions_by_user ON sessions (user_id)`,

  `CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    village_id INTEGER REFERENCES villages (id),
    user_id INTEGER REFERENCES users (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after)),
    recorded_at TEXT NOT NULL
  ) STRICT`,
]
