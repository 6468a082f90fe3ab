import { type Kysely, sql } from 'kysely'

/**
 * Removes what no other statement may remove: with the rights of the owner of the tables, and of a
 * sample village alone. The application's own user cannot delete from these tables.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const tables = ['batch_lines', 'imports', 'batches', 'altered_postings', 'postings']

const statements = [
  `CREATE FUNCTION delete_sample_rows(kept text, village bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM villages WHERE id = village AND sample = 1) THEN
        RAISE EXCEPTION 'only a sample village is removed';
      END IF;
      CASE kept
        ${tables.map((table) => `WHEN '${table}' THEN DELETE FROM ${table} WHERE village_id = village;`).join('\n')}
      END CASE;
    END $$`,
  `REVOKE EXECUTE ON FUNCTION delete_sample_rows(text, bigint) FROM PUBLIC`,
]
