import { type Kysely, sql } from 'kysely'

/** The households that were closed, which are few: the open ones are counted as all without them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw('CREATE INDEX households_closed ON households (village_id) WHERE closed_on IS NOT NULL')
    .execute(db)
}
