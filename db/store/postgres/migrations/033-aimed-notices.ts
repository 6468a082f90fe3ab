import { type Kysely, sql } from 'kysely'

/** The screens that a notice is for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE notices ADD COLUMN screens text COLLATE "C" NOT NULL DEFAULT '[]' CHECK (screens IS JSON)`,
]
