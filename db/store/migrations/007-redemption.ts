import { type Kysely, sql } from 'kysely'

/** Goods with their stock as movements, days when the desk is open, and what households took. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `CREATE TABLE goods (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    name TEXT NOT NULL,
    points INTEGER NOT NULL CHECK (points > 0),
    value_cents INTEGER CHECK (value_cents >= 0),
    household_limit INTEGER CHECK (household_limit > 0),
    is_counted INTEGER NOT NULL CHECK (is_counted IN (0, 1)),
    picture TEXT,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, picture) REFERENCES pictures (village_id, id)
  ) STRICT`,

  `CREATE TABLE stock_movements (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL,
    goods_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('purchase', 'count', 'loss', 'redeem', 'return')),
    amount INTEGER NOT NULL,
    note TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT NOT NULL,
    UNIQUE (village_id, request_id),
    CHECK (kind NOT IN ('purchase', 'return') OR amount > 0),
    CHECK (kind NOT IN ('loss', 'redeem') OR amount < 0),
    FOREIGN KEY (village_id, goods_id) REFERENCES goods (village_id, id)
  ) STRICT`,
  `CREATE INDEX stock_movements_by_goods ON stock_movements (village_id, goods_id)`,
  `CREATE TRIGGER stock_movements_are_never_changed BEFORE UPDATE ON stock_movements
    BEGIN SELECT RAISE(ABORT, 'a movement is never changed; count the stock'); END`,

  `CREATE TABLE desk_days (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    on_day TEXT NOT NULL,
    from_time TEXT NOT NULL CHECK (from_time GLOB '[0-2][0-9]:[0-5][0-9]'),
    to_time TEXT NOT NULL CHECK (to_time GLOB '[0-2][0-9]:[0-5][0-9]' AND to_time > from_time),
    UNIQUE (village_id, id),
    UNIQUE (village_id, on_day, from_time)
  ) STRICT`,

  `CREATE TABLE redemptions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    household_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    balance_after INTEGER NOT NULL CHECK (balance_after >= 0),
    recorded_at TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT NOT NULL,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id)
  ) STRICT`,
  `CREATE INDEX redemptions_by_day ON redemptions (village_id, on_day)`,

  `CREATE TABLE redemption_lines (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL,
    redemption_id INTEGER NOT NULL,
    goods_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    points INTEGER NOT NULL CHECK (points > 0),
    value_cents INTEGER,
    seq INTEGER NOT NULL,
    return_seq INTEGER,
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, redemption_id) REFERENCES redemptions (village_id, id),
    FOREIGN KEY (village_id, goods_id) REFERENCES goods (village_id, id),
    FOREIGN KEY (village_id, seq) REFERENCES postings (village_id, seq),
    FOREIGN KEY (village_id, return_seq) REFERENCES postings (village_id, seq)
  ) STRICT`,
  `CREATE INDEX redemption_lines_by_redemption ON redemption_lines (village_id, redemption_id)`,
  `CREATE INDEX redemption_lines_by_goods ON redemption_lines (village_id, goods_id)`,
]
