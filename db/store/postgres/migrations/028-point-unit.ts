import { type Kysely, sql } from 'kysely'

/** How many smallest units of a village make one point; fixed at its first posting. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN point_parts bigint NOT NULL DEFAULT 1 CHECK (point_parts IN (1, 2, 10))`,
  `CREATE FUNCTION keep_the_unit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT 1 FROM postings WHERE village_id = OLD.id)
      THEN RAISE EXCEPTION 'the unit of points is fixed at the first posting'; END IF;
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER villages_keep_their_unit BEFORE UPDATE OF point_parts ON villages FOR EACH ROW
    WHEN (NEW.point_parts <> OLD.point_parts) EXECUTE FUNCTION keep_the_unit()`,
]
