import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

/**
 * Households that move, split and merge: when and into which one a household
 * was closed, the token on its door plate, what happened to it, and which
 * postings carried points from one household to another.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
  const { rows } = await sql<{ id: number }>`SELECT id FROM households`.execute(db)
  for (const { id } of rows)
    await sql`UPDATE households SET door_token = ${randomBytes(16).toString('base64url')} WHERE id = ${id}`.execute(
      db,
    )
}

/** What the record of changes knows of a household's earlier days; until now its door never changed. */
const fromAudit = (kind: string, details: string, condition: string) => `
  INSERT INTO household_history (village_id, household_id, kind, details, recorded_by, recorder, recorded_at)
  SELECT h.village_id, h.id, '${kind}', ${details}, a.user_id, u.display_name, a.recorded_at
  FROM audit a
  JOIN households h ON h.village_id = a.village_id AND h.door = a.subject
  LEFT JOIN users u ON u.id = a.user_id
  WHERE a.action = 'household.changed' AND ${condition} ORDER BY a.id`
const changed = (field: string, to: string) =>
  `json_extract(a.after, '$.${field}') = ${to} AND json_extract(a.before, '$.${field}') <> ${to}`

const statements = [
  `ALTER TABLE households ADD COLUMN closed_on TEXT`,
  // The ledger of a village never points into another one: the code takes both households by one village.
  `ALTER TABLE households ADD COLUMN merged_into INTEGER REFERENCES households (id)
    CHECK (merged_into IS NULL OR closed_on IS NOT NULL)`,
  `ALTER TABLE households ADD COLUMN door_token TEXT`,
  `CREATE UNIQUE INDEX households_by_token ON households (door_token)`,

  `CREATE TABLE household_history (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    household_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
    other_id INTEGER,
    request_id TEXT,
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT,
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, other_id) REFERENCES households (village_id, id)
  ) STRICT`,
  `CREATE INDEX household_history_of ON household_history (village_id, household_id, id)`,
  `CREATE UNIQUE INDEX household_history_by_request ON household_history (village_id, request_id)
    WHERE request_id IS NOT NULL`,

  `CREATE TABLE household_transfers (
    id TEXT NOT NULL,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    kind TEXT NOT NULL CHECK (kind IN ('split', 'merge')),
    request TEXT NOT NULL,
    from_id INTEGER NOT NULL,
    to_id INTEGER NOT NULL,
    first_seq INTEGER,
    last_seq INTEGER CHECK (last_seq >= first_seq),
    PRIMARY KEY (village_id, id),
    CHECK ((first_seq IS NULL) = (last_seq IS NULL)),
    FOREIGN KEY (village_id, from_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, to_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID`,

  `INSERT INTO household_history (village_id, household_id, kind, recorded_by, recorder, recorded_at)
   SELECT h.village_id, h.id, 'created', a.user_id, u.display_name, h.created_at
   FROM households h
   LEFT JOIN audit a ON a.village_id = h.village_id AND a.subject = h.door AND a.action = 'household.created'
   LEFT JOIN users u ON u.id = a.user_id ORDER BY h.id`,
  fromAudit(
    'renamed',
    `json_object('from', json_extract(a.before, '$.head'), 'to', json_extract(a.after, '$.head'))`,
    `json_extract(a.after, '$.head') <> json_extract(a.before, '$.head')`,
  ),
  fromAudit('opted-out', `'{}'`, changed('optedOut', '1')),
  fromAudit('opted-in', `'{}'`, changed('optedOut', '0')),
  fromAudit('consented', `'{}'`, changed('consented', '1')),
  fromAudit('consent-withdrawn', `'{}'`, changed('consented', '0')),
]
