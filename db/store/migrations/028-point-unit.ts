import { type Kysely, sql } from 'kysely'

/** How many smallest units of a village make one point; fixed at its first posting. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE villages ADD COLUMN point_parts INTEGER NOT NULL DEFAULT 1 CHECK (point_parts IN (1, 2, 10))`,
  `CREATE TRIGGER villages_keep_their_unit BEFORE UPDATE OF point_parts ON villages
    WHEN NEW.point_parts <> OLD.point_parts
      AND EXISTS (SELECT 1 FROM postings WHERE village_id = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'the unit of points is fixed at the first posting'); END`,
]
