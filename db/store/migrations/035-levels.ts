import { type Kysely, sql } from 'kysely'

/** Levels of households: the village's scheme, its evaluations, and what was awarded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN levels TEXT CHECK (levels IS NULL OR json_valid(levels))`,
  `ALTER TABLE installation ADD COLUMN signing_key TEXT`,
  `CREATE TABLE evaluations (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    village_name TEXT NOT NULL,
    period TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    scheme TEXT NOT NULL CHECK (json_valid(scheme)),
    households INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    head TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by INTEGER REFERENCES users (id),
    maker TEXT NOT NULL,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id)
  ) STRICT`,
  `CREATE TABLE level_awards (
    village_id INTEGER NOT NULL,
    evaluation_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    token TEXT NOT NULL UNIQUE,
    door TEXT NOT NULL,
    level TEXT NOT NULL,
    stars INTEGER NOT NULL,
    score INTEGER NOT NULL,
    place INTEGER NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (village_id, evaluation_id, household_id),
    FOREIGN KEY (village_id, evaluation_id) REFERENCES evaluations (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX level_awards_by_household ON level_awards (village_id, household_id)`,
  ...['evaluations', 'level_awards'].map(
    (table) => `CREATE TRIGGER ${table}_are_never_changed BEFORE UPDATE ON ${table}
      BEGIN SELECT RAISE(ABORT, 'an evaluation is never changed; make a new one'); END`,
  ),
]
