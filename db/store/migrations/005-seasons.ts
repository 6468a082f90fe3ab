import { type Kysely, sql } from 'kysely'

/** Points given back name their deduction; a season that was closed says how. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // SQLite cannot add a composite foreign key to a table that is there: the trigger below stands for it.
  `ALTER TABLE postings ADD COLUMN restores INTEGER
    CHECK ((kind = 'restore') = (restores IS NOT NULL) AND (restores IS NULL OR (restores < seq AND points > 0)))`,
  // The deduction first: asked by its number alone, the planner would otherwise walk the whole village.
  `CREATE INDEX postings_restored ON postings (restores, village_id) WHERE restores IS NOT NULL`,
  `CREATE TRIGGER postings_restore_a_deduction BEFORE INSERT ON postings
    WHEN NEW.restores IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM postings d
      WHERE d.village_id = NEW.village_id AND d.seq = NEW.restores AND d.kind = 'deduct'
        AND d.household_id = NEW.household_id AND d.season_id = NEW.season_id)
    BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY: a restore names a deduction of its household and season'); END`,

  `CREATE TABLE season_closings (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    next_season_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    carry TEXT NOT NULL CHECK (json_valid(carry)),
    households INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    losing INTEGER NOT NULL,
    expired INTEGER NOT NULL CHECK (expired >= 0),
    closed_at TEXT NOT NULL,
    closed_by INTEGER REFERENCES users (id),
    PRIMARY KEY (village_id, season_id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, next_season_id) REFERENCES seasons (village_id, id)
  ) STRICT, WITHOUT ROWID`,
]
