import { type Kysely, sql } from 'kysely'

/**
 * What was entered when and by whom, in totals: the work page reads a day's figures without its lines. And the
 * postings that the board looks for by their time, in an index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Quarters of an hour, UTC: midnight is at the beginning of one in every time zone.
  `CREATE TABLE entry_totals (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    quarter TEXT NOT NULL,
    recorder TEXT NOT NULL,
    lines INTEGER NOT NULL,
    points INTEGER NOT NULL,
    deductions INTEGER NOT NULL,
    reversals INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (village_id, quarter, recorder)
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO entry_totals (village_id, quarter, recorder, lines, points, deductions, reversals, last_at)
   SELECT p.village_id,
     substr(p.recorded_at, 1, 14) || CASE
       WHEN substr(p.recorded_at, 15, 2) < '15' THEN '00'
       WHEN substr(p.recorded_at, 15, 2) < '30' THEN '15'
       WHEN substr(p.recorded_at, 15, 2) < '45' THEN '30'
       ELSE '45' END,
     p.recorder,
     count(*),
     sum(CASE WHEN coalesce(o.kind, p.kind) IN ('award', 'deduct', 'restore', 'opening') THEN p.points ELSE 0 END),
     sum(p.kind = 'deduct'), sum(p.kind = 'reversal'), max(p.recorded_at)
   FROM postings p LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
   GROUP BY 1, 2, 3`,

  // When the household's last line was entered.
  `ALTER TABLE balances ADD COLUMN last_at TEXT NOT NULL DEFAULT ''`,
  `UPDATE balances SET last_at = coalesce((
     SELECT max(p.recorded_at) FROM postings p
     WHERE p.village_id = balances.village_id AND p.household_id = balances.household_id), '')`,

  // Of what takes points away or gives them back: few of the postings.
  `CREATE INDEX postings_taking_by_time ON postings (village_id, recorded_at)
    WHERE points < 0 OR kind = 'restore' OR kind = 'reversal'`,
]
