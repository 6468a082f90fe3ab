import { type Kysely, sql } from 'kysely'

/** What processes agree on; none of it is ever in a backup. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Gone after a crash of the server, like a process's own memory.
  `CREATE UNLOGGED TABLE import_previews (
    id text COLLATE "C" PRIMARY KEY,
    village_id bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    workbook bytea,
    office bytea,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    renewed_for integer NOT NULL
  )`,
  `CREATE TABLE shared_values (
    key text COLLATE "C" PRIMARY KEY,
    value text COLLATE "C" NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
]
