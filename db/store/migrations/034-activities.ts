import { type Kysely, sql } from 'kysely'

/** Activities (活动), who signed in, and what came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE activities (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    name TEXT NOT NULL,
    venue TEXT NOT NULL,
    held_on TEXT NOT NULL CHECK (held_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    rule_id INTEGER NOT NULL,
    points INTEGER,
    units REAL,
    counts TEXT NOT NULL CHECK (counts IN ('household', 'person')),
    room INTEGER CHECK (room > 0),
    invited TEXT NOT NULL CHECK (json_valid(invited)),
    by_code INTEGER NOT NULL CHECK (by_code IN (0, 1)),
    wall TEXT NOT NULL CHECK (wall IN ('off', 'turns', 'alone')),
    secret TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'open', 'closed')),
    closed_at TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    batch_id INTEGER,
    settled_at TEXT,
    settled_by INTEGER REFERENCES users (id),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id),
    FOREIGN KEY (village_id, batch_id) REFERENCES batches (village_id, id)
  ) STRICT`,
  `CREATE INDEX activities_by_day ON activities (village_id, held_on)`,

  `CREATE TABLE sign_ins (
    village_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    activity_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('scan', 'hand', 'code')),
    device TEXT,
    signed_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT,
    removed_at TEXT,
    removed_by INTEGER REFERENCES users (id),
    PRIMARY KEY (village_id, id),
    FOREIGN KEY (village_id, activity_id) REFERENCES activities (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sign_ins_of ON sign_ins (village_id, activity_id, household_id)`,
  `CREATE INDEX sign_ins_by_household ON sign_ins (village_id, household_id)`,

  `CREATE TABLE activity_results (
    village_id INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    people INTEGER NOT NULL CHECK (people > 0),
    score_id TEXT,
    refusal TEXT CHECK (refusal IS NULL OR json_valid(refusal)),
    PRIMARY KEY (village_id, activity_id, household_id),
    CHECK ((score_id IS NULL) <> (refusal IS NULL)),
    FOREIGN KEY (village_id, activity_id) REFERENCES activities (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX activity_results_of ON activity_results (village_id, household_id)`,
]
