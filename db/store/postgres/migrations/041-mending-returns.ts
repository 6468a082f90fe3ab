import { type Kysely, sql } from 'kysely'

/** Reports of putting right (整改) that were returned, each with its reason and photos. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE mending_returns (
    village_id bigint NOT NULL REFERENCES villages (id),
    seq bigint NOT NULL,
    decision_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C",
    text text COLLATE "C",
    reason text COLLATE "C" NOT NULL,
    decided_at text COLLATE "C" NOT NULL,
    decided_by bigint REFERENCES users (id),
    decider text COLLATE "C",
    PRIMARY KEY (village_id, decision_id)
  )`,
  `CREATE INDEX mending_returns_of ON mending_returns (village_id, seq)`,
  // Of one that was sent again, the report that was returned is no longer known.
  `INSERT INTO mending_returns
     (village_id, seq, decision_id, request_id, text, reason, decided_at, decided_by, decider)
   SELECT village_id, seq, decision_id, CASE state WHEN 'returned' THEN request_id END,
     CASE state WHEN 'returned' THEN text END, reason, decided_at, decided_by, decider
   FROM mendings WHERE state <> 'passed' AND decision_id IS NOT NULL AND reason IS NOT NULL`,
]
