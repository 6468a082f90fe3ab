import { type Kysely, sql } from 'kysely'

/** Unique keys with NULL said in standard SQL, as statements that add to a row must name them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `DROP INDEX one_line_total`,
  // The text last: what stands before it already leaves few rows.
  `CREATE UNIQUE INDEX one_line_total ON line_totals
    (village_id, season_id, month, kind, coalesce(reversed_kind, ''), coalesce(dimension_id, 0), text)`,
  `DROP INDEX one_membership`,
  `CREATE UNIQUE INDEX one_membership ON memberships (user_id, coalesce(village_id, 0), role)`,
]
