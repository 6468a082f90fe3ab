import { type Kysely, sql } from 'kysely'

/** What the public does not see as lines, by the time of recording: boards leave the day's out of their sums. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE INDEX postings_unnamed ON postings (village_id, recorded_at)
       WHERE points < 0 OR kind = 'restore' OR kind = 'reversal'`,
    )
    .execute(db)
}
