import { type Kysely, sql } from 'kysely'

/** What an import brought, beside the batch of its postings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE imports (
    village_id bigint NOT NULL,
    batch_id bigint NOT NULL,
    filename text COLLATE "C" NOT NULL,
    problems bigint NOT NULL,
    households bigint NOT NULL,
    rules bigint NOT NULL,
    PRIMARY KEY (village_id, batch_id),
    FOREIGN KEY (village_id, batch_id) REFERENCES batches (village_id, id)
  )`,
  `CREATE TRIGGER imports_are_never_changed BEFORE UPDATE ON imports FOR EACH ROW
    EXECUTE FUNCTION refuse_change('an import is never changed')`,
  `CREATE TRIGGER imports_are_never_deleted BEFORE DELETE ON imports FOR EACH ROW
    EXECUTE FUNCTION refuse_outside_sample('an import is never deleted')`,
]
