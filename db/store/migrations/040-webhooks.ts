import { type Kysely, sql } from 'kysely'

/** Webhooks: where changes are sent, how far, and what came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    village_id INTEGER REFERENCES villages (id),
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    approved_host TEXT,
    events TEXT NOT NULL CHECK (json_valid(events)),
    secret TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused')),
    pause_reason TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL DEFAULT 0,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    CHECK ((state = 'paused') = (pause_reason IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX webhooks_by_village ON webhooks (village_id)`,
  // How far each village's events were taken into deliveries.
  `CREATE TABLE webhook_cursors (
    webhook_id INTEGER NOT NULL REFERENCES webhooks (id),
    village_id INTEGER NOT NULL REFERENCES villages (id),
    event TEXT NOT NULL,
    position INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    PRIMARY KEY (webhook_id, village_id, event)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX webhook_cursors_by_village ON webhook_cursors (village_id)`,
  // Without what was sent: it is read from the ledger at each try, by the privacy of that moment.
  `CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY,
    webhook_id INTEGER NOT NULL REFERENCES webhooks (id),
    village_id INTEGER NOT NULL REFERENCES villages (id),
    delivery TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    tries INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    fault TEXT,
    created_at TEXT NOT NULL,
    tried_at TEXT
  ) STRICT`,
  `CREATE INDEX webhook_deliveries_of ON webhook_deliveries (webhook_id, id)`,
  `CREATE UNIQUE INDEX one_waiting_delivery ON webhook_deliveries (webhook_id) WHERE state = 'waiting'`,
  `CREATE INDEX webhook_deliveries_by_village ON webhook_deliveries (village_id)`,
]
