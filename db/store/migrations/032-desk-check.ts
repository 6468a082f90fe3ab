import { type Kysely, sql } from 'kysely'

/** How a village's redemption desk makes sure who asks for goods. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN desk_check TEXT NOT NULL DEFAULT 'none' CHECK (desk_check IN ('none', 'digits'))`,
]
