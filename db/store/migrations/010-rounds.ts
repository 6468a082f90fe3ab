import { type Kysely, sql } from 'kysely'

/** Check sheets, grids, inspection rounds with their visits and results, and what may be scored at a door. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN doorstep TEXT NOT NULL DEFAULT '{"dailyDoors":null,"rules":[]}'
    CHECK (json_valid(doorstep))`,

  `CREATE TABLE check_sheets (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    name TEXT NOT NULL,
    rule_id INTEGER NOT NULL,
    items TEXT NOT NULL CHECK (json_valid(items)),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT`,

  // Whose grid (网格) is which group; somebody without any has the whole village.
  `CREATE TABLE grids (
    village_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    group_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, user_id, group_id),
    FOREIGN KEY (village_id, group_id) REFERENCES household_groups (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE rounds (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
    name TEXT NOT NULL,
    sheet_id INTEGER NOT NULL,
    rule_id INTEGER NOT NULL,
    sheet TEXT NOT NULL CHECK (json_valid(sheet)),
    second TEXT NOT NULL CHECK (second IN ('average', 'refuse')),
    outcome TEXT NOT NULL CHECK (outcome IN ('claims', 'postings')),
    on_wall INTEGER NOT NULL CHECK (on_wall IN (0, 1)),
    stars TEXT NOT NULL CHECK (json_valid(stars)),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    opened_at TEXT NOT NULL,
    opened_by INTEGER REFERENCES users (id),
    closed_at TEXT,
    closed_by INTEGER REFERENCES users (id),
    close_id TEXT,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    UNIQUE (village_id, close_id),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    FOREIGN KEY (village_id, sheet_id) REFERENCES check_sheets (village_id, id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT`,

  `CREATE UNIQUE INDEX one_open_round ON rounds (village_id, sheet_id, month) WHERE state = 'open'`,

  `CREATE TABLE round_assignments (
    village_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    group_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, round_id, user_id, group_id),
    FOREIGN KEY (village_id, round_id) REFERENCES rounds (village_id, id),
    FOREIGN KEY (village_id, group_id) REFERENCES household_groups (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  // One inspector at one door; a second look at it by the same inspector stands in the first one's place.
  `CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    round_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    inspector TEXT NOT NULL,
    found TEXT NOT NULL CHECK (json_valid(found)),
    points INTEGER NOT NULL CHECK (points >= 0),
    note TEXT,
    visited_on TEXT NOT NULL CHECK (visited_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at TEXT NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, round_id) REFERENCES rounds (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT`,
  `CREATE UNIQUE INDEX one_visit ON visits (village_id, round_id, household_id, user_id) WHERE superseded = 0`,
  `CREATE INDEX visits_of ON visits (village_id, household_id, round_id)`,

  // What a closed round says of each door that was visited, and the score that came of it, if one did.
  `CREATE TABLE round_results (
    village_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    points INTEGER NOT NULL CHECK (points >= 0),
    stars INTEGER NOT NULL CHECK (stars >= 0),
    score_id TEXT,
    refusal TEXT CHECK (refusal IS NULL OR json_valid(refusal)),
    PRIMARY KEY (village_id, round_id, household_id),
    CHECK (score_id IS NULL OR refusal IS NULL),
    FOREIGN KEY (village_id, round_id) REFERENCES rounds (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX round_results_of ON round_results (village_id, household_id)`,
  `CREATE UNIQUE INDEX round_result_by_score ON round_results (village_id, score_id) WHERE score_id IS NOT NULL`,
]
