import { type Kysely, sql } from 'kysely'

/**
 * The device that each screen is bound to, as the hash of its secret. NULL until
 * the first one comes. All rows of `screens` are confirmed; those that wait for
 * it are in no table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`ALTER TABLE screens ADD COLUMN device TEXT`).execute(db)
}
