import { type Kysely, sql } from 'kysely'

/** What clients asked for beside the ledger, so that the same id with other content is refused there too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE requests (
        village_id INTEGER NOT NULL REFERENCES villages (id),
        id TEXT NOT NULL,
        digest TEXT NOT NULL,
        made INTEGER NOT NULL,
        PRIMARY KEY (village_id, id)
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(db)
}
