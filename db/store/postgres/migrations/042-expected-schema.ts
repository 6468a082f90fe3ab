import { type Kysely, sql } from 'kysely'

/** What the migrations make, to be compared with what is there; never in a backup. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE expected_schema (
        part text COLLATE "C" PRIMARY KEY,
        definition text COLLATE "C" NOT NULL
      )`,
    )
    .execute(db)
}
