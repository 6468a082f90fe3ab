import { type Kysely, sql } from 'kysely'

/** Screens with what each shows, notices, and pictures for notices and crests. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE pictures (
    id TEXT PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (village_id, id)
  ) STRICT`,
  // NULL until a crest is chosen; a crest that is replaced leaves its picture to be swept.
  `ALTER TABLE villages ADD COLUMN crest TEXT REFERENCES pictures (id)`,

  `CREATE TABLE screens (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    said TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(said)),
    last_word_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (village_id, key),
    UNIQUE (village_id, id)
  ) STRICT`,

  `CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    picture TEXT,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL CHECK (ends_on >= starts_on),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, picture) REFERENCES pictures (village_id, id)
  ) STRICT`,
]
