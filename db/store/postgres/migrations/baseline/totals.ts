/** Totals that are kept beside the postings. */
export const totals = [
  `CREATE TABLE standings (
    village_id bigint NOT NULL,
    season_id bigint NOT NULL,
    household_id bigint NOT NULL,
    score bigint NOT NULL DEFAULT 0,
    earned bigint NOT NULL DEFAULT 0,
    deducted bigint NOT NULL DEFAULT 0,
    redeemed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, household_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  )`,

  `CREATE TABLE dimension_standings (
    village_id bigint NOT NULL,
    season_id bigint NOT NULL,
    household_id bigint NOT NULL,
    dimension_id bigint NOT NULL,
    score bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, household_id, dimension_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  )`,

  `CREATE TABLE month_totals (
    village_id bigint NOT NULL,
    season_id bigint NOT NULL,
    month text COLLATE "C" NOT NULL,
    dimension_id bigint NOT NULL,
    score bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, month, dimension_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  )`,

  `CREATE TABLE line_totals (
    village_id bigint NOT NULL,
    season_id bigint NOT NULL,
    month text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    reversed_kind text COLLATE "C" CHECK ((kind = 'reversal') = (reversed_kind IS NOT NULL)),
    dimension_id bigint,
    text text COLLATE "C" NOT NULL,
    lines bigint NOT NULL DEFAULT 0,
    points bigint NOT NULL DEFAULT 0,
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  )`,
  `CREATE UNIQUE INDEX one_line_total ON line_totals
    (village_id, season_id, month, kind, coalesce(reversed_kind, ''), coalesce(dimension_id, 0), text)`,

  `CREATE TABLE entry_totals (
    village_id bigint NOT NULL REFERENCES villages (id),
    quarter text COLLATE "C" NOT NULL,
    recorder text COLLATE "C" NOT NULL,
    lines bigint NOT NULL,
    points bigint NOT NULL,
    deductions bigint NOT NULL,
    reversals bigint NOT NULL,
    last_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (village_id, quarter, recorder)
  )`,

  `CREATE TABLE balances (
    village_id bigint NOT NULL,
    household_id bigint NOT NULL,
    balance bigint NOT NULL DEFAULT 0,
    last_at text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (village_id, household_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  )`,

  `CREATE TABLE season_closings (
    village_id bigint NOT NULL,
    season_id bigint NOT NULL,
    next_season_id bigint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    request text COLLATE "C" NOT NULL,
    carry text COLLATE "C" NOT NULL CHECK (carry IS JSON),
    households bigint NOT NULL,
    balance bigint NOT NULL,
    losing bigint NOT NULL,
    expired bigint NOT NULL CHECK (expired >= 0),
    closed_at text COLLATE "C" NOT NULL,
    closed_by bigint REFERENCES users (id),
    PRIMARY KEY (village_id, season_id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, next_season_id) REFERENCES seasons (village_id, id)
  )`,
]
