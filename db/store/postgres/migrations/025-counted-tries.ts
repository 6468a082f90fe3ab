import { type Kysely, sql } from 'kysely'

/** Tries of passwords and codes, counted for all processes; never in a backup. Columns are those of rate-limiter-flexible. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE counted_tries (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      )`,
    )
    .execute(db)
}
