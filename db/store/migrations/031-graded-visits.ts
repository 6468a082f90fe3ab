import { type Kysely, sql } from 'kysely'

/** What a visit gave for items of its sheet that can be given in part. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE visits ADD COLUMN given TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(given))`,
]
