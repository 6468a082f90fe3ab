import { type Kysely, sql } from 'kysely'

/** Whether a village's redemption desk shows a photo of the household. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN desk_portraits bigint NOT NULL DEFAULT 0 CHECK (desk_portraits IN (0, 1))`,
]
