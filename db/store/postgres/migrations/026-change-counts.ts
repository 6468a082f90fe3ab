import { type Kysely, sql } from 'kysely'

/**
 * How many transactions announced something other than postings, by village, and under 0 for the
 * installation: a process sees by it what it did not hear of. Never in a backup.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw('CREATE TABLE change_counts (village_id bigint PRIMARY KEY, changes bigint NOT NULL)')
    .execute(db)
}
