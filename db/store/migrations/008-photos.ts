import { type Kysely, sql } from 'kysely'

/** Photos of what was seen at a door: evidence, for the staff and the household alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN photos TEXT NOT NULL DEFAULT '{"megabytes":300,"months":12}'
    CHECK (json_valid(photos))`,

  // A photo whose time is over leaves its line, with no bytes: what it was evidence of still says that there was one.
  `CREATE TABLE photos (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    id TEXT NOT NULL,
    household_id INTEGER NOT NULL,
    subject TEXT,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_by INTEGER REFERENCES users (id),
    created_at TEXT NOT NULL,
    bytes BLOB,
    UNIQUE (village_id, id),
    CHECK ((size = 0) = (bytes IS NULL)),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT`,
  `CREATE INDEX photos_by_subject ON photos (village_id, subject)`,
  // Room and age are asked without reading the photos themselves.
  `CREATE INDEX photos_by_age ON photos (village_id, created_at, size)`,
]
