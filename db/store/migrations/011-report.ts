import { type Kysely, sql } from 'kysely'

/** What the lines of a month were for, kept beside the other totals: a report of a year reads some hundred rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE line_totals (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    reversed_kind TEXT CHECK ((kind = 'reversal') = (reversed_kind IS NOT NULL)),
    dimension_id INTEGER,
    text TEXT NOT NULL,
    lines INTEGER NOT NULL DEFAULT 0,
    points INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT`,
  // The text last: what stands before it already leaves few rows.
  `CREATE UNIQUE INDEX one_line_total ON line_totals
    (village_id, season_id, month, kind, ifnull(reversed_kind, ''), ifnull(dimension_id, 0), text)`,
  `INSERT INTO line_totals
    (village_id, season_id, month, kind, reversed_kind, dimension_id, text, lines, points)
   SELECT p.village_id, p.season_id, substr(p.occurred_on, 1, 7), p.kind, o.kind, p.dimension_id, p.text,
     count(*), sum(p.points)
   FROM postings p LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
   GROUP BY 1, 2, 3, 4, 5, 6, 7`,
]
