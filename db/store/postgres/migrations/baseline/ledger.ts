/** The chain of postings. */
export const ledger = [
  `CREATE TABLE chains (
    village_id bigint PRIMARY KEY REFERENCES villages (id),
    name text COLLATE "C" NOT NULL UNIQUE,
    seq bigint NOT NULL DEFAULT 0,
    head text COLLATE "C" NOT NULL
  )`,

  `CREATE TABLE postings (
    village_id bigint NOT NULL REFERENCES villages (id),
    seq bigint NOT NULL CHECK (seq > 0),
    id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN
      ('award', 'deduct', 'restore', 'reversal', 'redeem', 'redeem-return', 'opening', 'carry')),
    household_id bigint NOT NULL,
    season_id bigint NOT NULL,
    rule_version_id bigint,
    dimension_id bigint,
    points bigint NOT NULL,
    units double precision,
    text text COLLATE "C" NOT NULL,
    occurred_on text COLLATE "C" NOT NULL CHECK (occurred_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    recorded_at text COLLATE "C" NOT NULL,
    recorded_by bigint REFERENCES users (id),
    recorder text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    reverses bigint,
    request text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
    restores bigint CHECK ((kind = 'restore') = (restores IS NOT NULL)
      AND (restores IS NULL OR (restores < seq AND points > 0))),
    PRIMARY KEY (village_id, seq),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK (reverses < seq),
    CHECK (kind <> 'award' OR points >= 0),
    CHECK (kind NOT IN ('deduct', 'redeem') OR points <= 0),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, rule_version_id) REFERENCES rule_versions (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id),
    FOREIGN KEY (village_id, reverses) REFERENCES postings (village_id, seq)
  )`,
  `CREATE UNIQUE INDEX postings_by_id ON postings (village_id, id)`,
  `CREATE UNIQUE INDEX postings_reversed_once ON postings (village_id, reverses) WHERE reverses IS NOT NULL`,
  `CREATE INDEX postings_by_household ON postings (village_id, household_id, seq)`,
  `CREATE INDEX postings_by_rule ON postings (village_id, household_id, rule_version_id, occurred_on)`,
  `CREATE INDEX postings_by_day ON postings (village_id, occurred_on)`,
  `CREATE INDEX postings_restored ON postings (restores, village_id) WHERE restores IS NOT NULL`,
  `CREATE INDEX postings_taking_by_time ON postings (village_id, recorded_at)
    WHERE points < 0 OR kind = 'restore' OR kind = 'reversal'`,

  `CREATE TABLE altered_postings (
    village_id bigint NOT NULL,
    seq bigint NOT NULL,
    surrogates text COLLATE "C" NOT NULL CHECK (surrogates IS JSON),
    found_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (village_id, seq),
    FOREIGN KEY (village_id, seq) REFERENCES postings (village_id, seq)
  )`,

  `CREATE TABLE proven_heads (
    village_id bigint PRIMARY KEY REFERENCES villages (id),
    seq bigint NOT NULL CHECK (seq >= 0),
    head text COLLATE "C" NOT NULL,
    totals text COLLATE "C" NOT NULL
  )`,
]
