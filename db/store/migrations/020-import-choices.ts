import { type Kysely, sql } from 'kysely'

/** What somebody chose about a workbook whose reading was not certain, for the next one with the same headers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE import_choices (
        village_id INTEGER NOT NULL REFERENCES villages (id),
        question TEXT NOT NULL,
        choice TEXT NOT NULL,
        chosen_at TEXT NOT NULL,
        chosen_by INTEGER REFERENCES users (id),
        PRIMARY KEY (village_id, question)
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(db)
}
