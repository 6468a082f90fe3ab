import { type Kysely, sql } from 'kysely'

/** Attributes of households, rules whose postings have consequences, and what of a balance is redeemed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE attributes (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL CHECK (name <> ''),
    is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (village_id, name),
    UNIQUE (village_id, id)
  ) STRICT`,
  `CREATE TABLE household_attributes (
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    attribute_id INTEGER NOT NULL,
    agreed_on TEXT,
    agreed_how TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    PRIMARY KEY (village_id, household_id, attribute_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, attribute_id) REFERENCES attributes (village_id, id)
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE rule_versions ADD COLUMN special INTEGER NOT NULL DEFAULT 0 CHECK (special IN (0, 1))`,
  `CREATE INDEX rule_versions_special ON rule_versions (village_id) WHERE special = 1`,
  `ALTER TABLE claims ADD COLUMN chosen INTEGER`,
  `ALTER TABLE villages ADD COLUMN redemption TEXT NOT NULL DEFAULT '{"keep":0,"least":0}'
    CHECK (json_valid(redemption))`,
]
