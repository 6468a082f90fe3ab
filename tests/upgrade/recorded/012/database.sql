CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE installation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch TEXT NOT NULL,
    setup_code_hash TEXT
  ) STRICT;
CREATE TABLE villages (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    slogan TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL,
    privacy TEXT NOT NULL DEFAULT 'masked' CHECK (privacy IN ('door', 'masked', 'full')),
    names_deductions INTEGER NOT NULL DEFAULT 0 CHECK (names_deductions IN (0, 1)),
    tie_breakers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tie_breakers)),
    sample INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
    revision INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
  , crest TEXT REFERENCES pictures (id), review TEXT NOT NULL
    DEFAULT '{"roles":[],"over":null,"deductions":false}' CHECK (json_valid(review)), holds_after INTEGER, photos TEXT NOT NULL DEFAULT '{"megabytes":300,"months":12}'
    CHECK (json_valid(photos)), residents TEXT NOT NULL DEFAULT '{"proposals":false,"suggestions":true}'
    CHECK (json_valid(residents)), doorstep TEXT NOT NULL DEFAULT '{"dailyDoors":null,"rules":[]}'
    CHECK (json_valid(doorstep))) STRICT;
CREATE TABLE seasons (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL CHECK (ends_on >= starts_on),
    state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
    UNIQUE (village_id, id)
  ) STRICT;
CREATE TABLE dimensions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (village_id, name),
    UNIQUE (village_id, id)
  ) STRICT;
CREATE TABLE household_groups (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    name TEXT NOT NULL,
    UNIQUE (village_id, name),
    UNIQUE (village_id, id)
  ) STRICT;
CREATE TABLE households (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    group_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    door TEXT NOT NULL CHECK (door <> ''),
    head TEXT NOT NULL,
    initials TEXT NOT NULL,
    members INTEGER,
    phone TEXT,
    note TEXT,
    opted_out INTEGER NOT NULL DEFAULT 0 CHECK (opted_out IN (0, 1)),
    consented INTEGER NOT NULL DEFAULT 0 CHECK (consented IN (0, 1)),
    created_at TEXT NOT NULL, closed_on TEXT, merged_into INTEGER REFERENCES households (id)
    CHECK (merged_into IS NULL OR closed_on IS NOT NULL), door_token TEXT,
    UNIQUE (village_id, door),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, group_id) REFERENCES household_groups (village_id, id)
  ) STRICT;
CREATE TABLE rules (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    dimension_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT;
CREATE TABLE rule_versions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    rule_id INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    text TEXT NOT NULL,
    initials TEXT NOT NULL,
    terms TEXT NOT NULL CHECK (json_valid(terms)),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    UNIQUE (rule_id, version),
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT;
CREATE TABLE chains (
    village_id INTEGER PRIMARY KEY REFERENCES villages (id),
    name TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL DEFAULT 0,
    head TEXT NOT NULL
  ) STRICT;
CREATE TABLE postings (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
      ('award', 'deduct', 'restore', 'reversal', 'redeem', 'redeem-return', 'opening', 'carry')),
    household_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    rule_version_id INTEGER,
    dimension_id INTEGER,
    points INTEGER NOT NULL,
    units REAL,
    text TEXT NOT NULL,
    occurred_on TEXT NOT NULL CHECK (occurred_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT NOT NULL,
    note TEXT,
    reverses INTEGER,
    request TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64), restores INTEGER
    CHECK ((kind = 'restore') = (restores IS NOT NULL) AND (restores IS NULL OR (restores < seq AND points > 0))),
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
  ) STRICT, WITHOUT ROWID;
CREATE TABLE standings (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    earned INTEGER NOT NULL DEFAULT 0,
    deducted INTEGER NOT NULL DEFAULT 0,
    redeemed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, household_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE dimension_standings (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    dimension_id INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, household_id, dimension_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE month_totals (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    dimension_id INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, season_id, month, dimension_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE balances (
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    balance INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village_id, household_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
CREATE TABLE memberships (
    user_id INTEGER NOT NULL REFERENCES users (id),
    village_id INTEGER REFERENCES villages (id),
    role TEXT NOT NULL CHECK (role IN ('admin', 'clerk', 'reviewer', 'inspector', 'desk', 'viewer'))
  ) STRICT;
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    previous_token_hash TEXT UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    family TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    village_id INTEGER REFERENCES villages (id),
    user_id INTEGER REFERENCES users (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after)),
    recorded_at TEXT NOT NULL
  ) STRICT;
CREATE TABLE pictures (
    id TEXT PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (village_id, id)
  ) STRICT;
CREATE TABLE screens (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    said TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(said)),
    last_word_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (village_id, key),
    UNIQUE (village_id, id)
  ) STRICT;
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    picture TEXT,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL CHECK (ends_on >= starts_on),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    UNIQUE (village_id, id),
    FOREIGN KEY (village_id, picture) REFERENCES pictures (village_id, id)
  ) STRICT;
CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('award', 'deduct')),
    household_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    rule_version_id INTEGER NOT NULL,
    dimension_id INTEGER NOT NULL,
    points INTEGER NOT NULL,
    units REAL,
    text TEXT NOT NULL,
    occurred_on TEXT NOT NULL CHECK (occurred_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    note TEXT,
    reviewers INTEGER NOT NULL CHECK (reviewers IN (1, 2)),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'passed', 'stopped', 'withdrawn')),
    reason TEXT,
    claimed_at TEXT NOT NULL,
    claimed_by INTEGER REFERENCES users (id),
    claimant TEXT NOT NULL,
    decided_at TEXT,
    request TEXT NOT NULL, source TEXT NOT NULL DEFAULT 'staff'
    CHECK (source IN ('staff', 'resident', 'round')),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'stopped') <= (reason IS NOT NULL)),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, rule_version_id) REFERENCES rule_versions (village_id, id),
    FOREIGN KEY (village_id, dimension_id) REFERENCES dimensions (village_id, id)
  ) STRICT;
CREATE TABLE claim_reviews (
    village_id INTEGER NOT NULL,
    claim_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'stop')),
    request_id TEXT NOT NULL,
    reviewed_at TEXT NOT NULL,
    PRIMARY KEY (claim_id, user_id),
    FOREIGN KEY (village_id, claim_id) REFERENCES claims (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE own_households (
    village_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    household_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, user_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE household_history (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    household_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
    other_id INTEGER,
    request_id TEXT,
    recorded_by INTEGER REFERENCES users (id),
    recorder TEXT,
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, other_id) REFERENCES households (village_id, id)
  ) STRICT;
CREATE TABLE household_transfers (
    id TEXT NOT NULL,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    kind TEXT NOT NULL CHECK (kind IN ('split', 'merge')),
    request TEXT NOT NULL,
    from_id INTEGER NOT NULL,
    to_id INTEGER NOT NULL,
    first_seq INTEGER,
    last_seq INTEGER CHECK (last_seq >= first_seq),
    PRIMARY KEY (village_id, id),
    CHECK ((first_seq IS NULL) = (last_seq IS NULL)),
    FOREIGN KEY (village_id, from_id) REFERENCES households (village_id, id),
    FOREIGN KEY (village_id, to_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE season_closings (
    village_id INTEGER NOT NULL,
    season_id INTEGER NOT NULL,
    next_season_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    carry TEXT NOT NULL CHECK (json_valid(carry)),
    households INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    losing INTEGER NOT NULL,
    expired INTEGER NOT NULL CHECK (expired >= 0),
    closed_at TEXT NOT NULL,
    closed_by INTEGER REFERENCES users (id),
    PRIMARY KEY (village_id, season_id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, season_id) REFERENCES seasons (village_id, id),
    FOREIGN KEY (village_id, next_season_id) REFERENCES seasons (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE publications (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    number TEXT NOT NULL,
    from_seq INTEGER NOT NULL CHECK (from_seq > 0),
    to_seq INTEGER NOT NULL,
    head TEXT NOT NULL CHECK (length(head) = 64),
    lines INTEGER NOT NULL CHECK (lines > 0),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL CHECK (closes_on >= opens_on),
    sheet TEXT NOT NULL CHECK (json_valid(sheet)),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    CHECK (to_seq >= from_seq),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    UNIQUE (village_id, number),
    UNIQUE (village_id, from_seq)
  ) STRICT;
CREATE TABLE objections (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    publication_id INTEGER NOT NULL,
    posting_seq INTEGER NOT NULL,
    objector TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('staff', 'resident')),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'changed', 'revoked')),
    reason TEXT,
    answered_at TEXT,
    answered_by INTEGER REFERENCES users (id),
    answerer TEXT,
    answer_id TEXT,
    reversal_seq INTEGER,
    replacement_seq INTEGER,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    CHECK ((state = 'open') = (answered_at IS NULL)),
    CHECK ((state = 'open') = (reason IS NULL)),
    CHECK ((state IN ('changed', 'revoked')) = (reversal_seq IS NOT NULL)),
    CHECK ((state = 'changed') = (replacement_seq IS NOT NULL)),
    FOREIGN KEY (village_id, publication_id) REFERENCES publications (village_id, id),
    FOREIGN KEY (village_id, posting_seq) REFERENCES postings (village_id, seq),
    FOREIGN KEY (village_id, reversal_seq) REFERENCES postings (village_id, seq),
    FOREIGN KEY (village_id, replacement_seq) REFERENCES postings (village_id, seq)
  ) STRICT;
CREATE TABLE goods (
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
  ) STRICT;
CREATE TABLE stock_movements (
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
  ) STRICT;
CREATE TABLE desk_days (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    on_day TEXT NOT NULL,
    from_time TEXT NOT NULL CHECK (from_time GLOB '[0-2][0-9]:[0-5][0-9]'),
    to_time TEXT NOT NULL CHECK (to_time GLOB '[0-2][0-9]:[0-5][0-9]' AND to_time > from_time),
    UNIQUE (village_id, id),
    UNIQUE (village_id, on_day, from_time)
  ) STRICT;
CREATE TABLE redemptions (
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
  ) STRICT;
CREATE TABLE redemption_lines (
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
  ) STRICT;
CREATE TABLE photos (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    id TEXT NOT NULL,
    household_id INTEGER NOT NULL,
    subject TEXT,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_by INTEGER REFERENCES users (id),
    created_at TEXT NOT NULL,
    bytes BLOB,
    UNIQUE (village_id, id),
    CHECK ((size = 0) = (bytes IS NULL)),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT;
CREATE TABLE household_secrets (
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    card_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    PRIMARY KEY (village_id, household_id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE code_tries (
    village_id INTEGER NOT NULL REFERENCES villages (id),
    door TEXT NOT NULL,
    tried_at INTEGER NOT NULL
  ) STRICT;
CREATE TABLE resident_sessions (
    token_hash TEXT PRIMARY KEY,
    village_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    household_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    answer TEXT,
    answer_id TEXT,
    answered_at TEXT,
    answered_by INTEGER REFERENCES users (id),
    answerer TEXT,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT;
CREATE TABLE check_sheets (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    name TEXT NOT NULL,
    rule_id INTEGER NOT NULL,
    items TEXT NOT NULL CHECK (json_valid(items)),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT;
CREATE TABLE grids (
    village_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    group_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, user_id, group_id),
    FOREIGN KEY (village_id, group_id) REFERENCES household_groups (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE rounds (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL REFERENCES villages (id),
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
    name TEXT NOT NULL,
    sheet_id INTEGER NOT NULL,
    rule_id INTEGER NOT NULL,
    sheet TEXT NOT NULL CHECK (json_valid(sheet)),
    second TEXT NOT NULL CHECK (second IN ('average', 'refuse')),
    outcome TEXT NOT NULL CHECK (outcome IN ('claims', 'postings')),
    on_wall INTEGER NOT NULL CHECK (on_wall IN (0, 1)),
    stars TEXT NOT NULL CHECK (json_valid(stars)),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    opened_at TEXT NOT NULL,
    opened_by INTEGER REFERENCES users (id),
    closed_at TEXT,
    closed_by INTEGER REFERENCES users (id),
    close_id TEXT,
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    UNIQUE (village_id, close_id),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    FOREIGN KEY (village_id, sheet_id) REFERENCES check_sheets (village_id, id),
    FOREIGN KEY (village_id, rule_id) REFERENCES rules (village_id, id)
  ) STRICT;
CREATE TABLE round_assignments (
    village_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    group_id INTEGER NOT NULL,
    PRIMARY KEY (village_id, round_id, user_id, group_id),
    FOREIGN KEY (village_id, round_id) REFERENCES rounds (village_id, id),
    FOREIGN KEY (village_id, group_id) REFERENCES household_groups (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    village_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    request TEXT NOT NULL,
    round_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    inspector TEXT NOT NULL,
    found TEXT NOT NULL CHECK (json_valid(found)),
    points INTEGER NOT NULL CHECK (points >= 0),
    note TEXT,
    visited_on TEXT NOT NULL CHECK (visited_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    recorded_at TEXT NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
    UNIQUE (village_id, id),
    UNIQUE (village_id, request_id),
    FOREIGN KEY (village_id, round_id) REFERENCES rounds (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT;
CREATE TABLE round_results (
    village_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    points INTEGER NOT NULL CHECK (points >= 0),
    stars INTEGER NOT NULL CHECK (stars >= 0),
    score_id TEXT,
    refusal TEXT CHECK (refusal IS NULL OR json_valid(refusal)),
    PRIMARY KEY (village_id, round_id, household_id),
    CHECK (score_id IS NULL OR refusal IS NULL),
    FOREIGN KEY (village_id, round_id) REFERENCES rounds (village_id, id),
    FOREIGN KEY (village_id, household_id) REFERENCES households (village_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE line_totals (
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
  ) STRICT;
CREATE TABLE requests (
        village_id INTEGER NOT NULL REFERENCES villages (id),
        id TEXT NOT NULL,
        digest TEXT NOT NULL,
        made INTEGER NOT NULL,
        PRIMARY KEY (village_id, id)
      ) STRICT, WITHOUT ROWID;
INSERT INTO "kysely_migration" VALUES ('001-ledger', '2026-11-28T12:53:17.513Z');
INSERT INTO "kysely_migration" VALUES ('002-screens', '2026-11-28T12:53:17.513Z');
INSERT INTO "kysely_migration" VALUES ('003-review', '2026-11-28T12:53:17.514Z');
INSERT INTO "kysely_migration" VALUES ('004-households', '2026-11-28T12:53:17.516Z');
INSERT INTO "kysely_migration" VALUES ('005-seasons', '2026-11-28T12:53:17.516Z');
INSERT INTO "kysely_migration" VALUES ('006-publicity', '2026-11-28T12:53:17.517Z');
INSERT INTO "kysely_migration" VALUES ('007-redemption', '2026-11-28T12:53:17.518Z');
INSERT INTO "kysely_migration" VALUES ('008-photos', '2026-11-28T12:53:17.519Z');
INSERT INTO "kysely_migration" VALUES ('009-residents', '2026-11-28T12:53:17.520Z');
INSERT INTO "kysely_migration" VALUES ('010-rounds', '2026-11-28T12:53:17.522Z');
INSERT INTO "kysely_migration" VALUES ('011-report', '2026-11-28T12:53:17.522Z');
INSERT INTO "kysely_migration" VALUES ('012-requests', '2026-11-28T12:53:17.522Z');
INSERT INTO "kysely_migration_lock" VALUES ('migration_lock', 0);
INSERT INTO "installation" VALUES (1, 'd7baab8862426f86', 'f7311565c5f1af2c45298373cf4ee1b943b12e0be88e86883a7e69faa1c081fd');
INSERT INTO "villages" VALUES (1, 'one', '示范一村', '', 'Asia/Shanghai', 'masked', 0, '[{"by":"dimension","dimension":5}]', 0, 16, '2026-11-28T12:53:17.610Z', NULL, '{"roles":[],"over":null,"deductions":false}', NULL, '{"megabytes":300,"months":12}', '{"proposals":true,"suggestions":true}', '{"dailyDoors":null,"rules":[5]}');
INSERT INTO "villages" VALUES (2, 'two', '示范一村', '', 'Asia/Shanghai', 'masked', 0, '[{"by":"dimension","dimension":10}]', 0, 3, '2026-11-28T12:53:18.127Z', NULL, '{"roles":[],"over":null,"deductions":false}', NULL, '{"megabytes":300,"months":12}', '{"proposals":false,"suggestions":true}', '{"dailyDoors":null,"rules":[]}');
INSERT INTO "seasons" VALUES (1, 1, '2026', '2026-01-01', '2026-12-31', 'active');
INSERT INTO "seasons" VALUES (2, 2, '2026', '2026-01-01', '2026-01-01', 'closed');
INSERT INTO "seasons" VALUES (3, 2, '下一年度', '2026-01-02', '2026-12-31', 'active');
INSERT INTO "dimensions" VALUES (1, 1, '会议学习', 1);
INSERT INTO "dimensions" VALUES (2, 1, '环境卫生', 2);
INSERT INTO "dimensions" VALUES (3, 1, '传统美德', 3);
INSERT INTO "dimensions" VALUES (4, 1, '遵纪守法', 4);
INSERT INTO "dimensions" VALUES (5, 1, '志愿服务', 5);
INSERT INTO "dimensions" VALUES (6, 2, '会议学习', 1);
INSERT INTO "dimensions" VALUES (7, 2, '环境卫生', 2);
INSERT INTO "dimensions" VALUES (8, 2, '传统美德', 3);
INSERT INTO "dimensions" VALUES (9, 2, '遵纪守法', 4);
INSERT INTO "dimensions" VALUES (10, 2, '志愿服务', 5);
INSERT INTO "household_groups" VALUES (1, 1, '1组');
INSERT INTO "household_groups" VALUES (2, 1, '2组');
INSERT INTO "household_groups" VALUES (3, 2, '1组');
INSERT INTO "household_groups" VALUES (4, 2, '2组');
INSERT INTO "households" VALUES (1, 1, 1, 'import/1001', '1001', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.628Z', NULL, NULL, 'f6jVGd7xs_qlFI-duPm-kg');
INSERT INTO "households" VALUES (2, 1, 2, 'import/1002', '1002', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.629Z', NULL, NULL, 'WRe7JzpaysRNRUnIUtgmRA');
INSERT INTO "households" VALUES (3, 1, 1, 'import/1003', '1003', '示范户丙', 'sfhb', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.630Z', NULL, NULL, '3z_kOge5Nzw2AJ_ADIjtlw');
INSERT INTO "households" VALUES (4, 1, 2, 'import/1004', '1004', '示范户丁', 'sfhd', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.630Z', NULL, NULL, 'CFvSyTQLhDY7nN29xxfKXw');
INSERT INTO "households" VALUES (5, 1, 1, 'import/1005', '1005', '示范户戊', 'sfhw', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.630Z', NULL, NULL, 'uxC-OME9CiAlb84QSokjlg');
INSERT INTO "households" VALUES (6, 1, 2, 'import/1006', '1006', '示范户己', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.630Z', NULL, NULL, 'xPxwSe4bp9P0yrY5NL14wg');
INSERT INTO "households" VALUES (7, 1, 1, 'import/1007', '1007', '示范户庚', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.631Z', NULL, NULL, 'NaSVkZWAFrpFehwpaP3J_g');
INSERT INTO "households" VALUES (8, 1, 2, 'import/1008', '1008', '示范户辛', 'sfhx', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.631Z', NULL, NULL, 'txJf-7pTz2yU5vcTEILQww');
INSERT INTO "households" VALUES (9, 1, 1, 'import/1009', '1009', '示范户壬', 'sfhr', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.631Z', NULL, NULL, 'KiXAmzKzQnmbKUMDMoOGHw');
INSERT INTO "households" VALUES (10, 1, 2, 'import/1010', '1010', '示范户癸', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.631Z', '2026-11-28', 9, 'NaxgbuZzfBMz4A77CXpxKA');
INSERT INTO "households" VALUES (11, 1, 1, 'import/1011', '1011', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.631Z', NULL, NULL, 'GJV7MXWStj1jJCu8NxeR5A');
INSERT INTO "households" VALUES (12, 1, 2, 'import/1012', '1112', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:17.632Z', NULL, NULL, 'PILD7rZoGtP3jARn32PQGg');
INSERT INTO "households" VALUES (13, 1, 1, '76ffbc15-8001-42e1-8c87-04e46f1c4199', '2001', '示范户é', 'sfhe', 2, '138 0000 0000', CAST(X'e5a496e587bae68993e5b7a5efbc8c0ae698a5e88a82e59b9ee69da5' AS TEXT), 0, 0, '2026-11-28T12:53:17.867Z', NULL, NULL, 'kSh6UjvJBSM9JZ_kZk0jjQ');
INSERT INTO "households" VALUES (14, 1, 2, 'bf4f052a-de59-44c8-9ccb-4a2b9164a72e', '2002', '示范户戌', 'sfhx', NULL, NULL, NULL, 0, 0, '2026-11-28T12:53:17.872Z', NULL, NULL, 'pavQRF_IxT0XperlM9VN6w');
INSERT INTO "households" VALUES (15, 1, 1, 'split/1a18d8bb-26ea-42a2-b6d9-9614ffeaaf8d', '1011-1', '示范户亥', 'sfhh', NULL, NULL, NULL, 0, 0, '2026-11-28T12:53:17.883Z', NULL, NULL, 'a_A52y9j79V8k0dRPKf2Pg');
INSERT INTO "households" VALUES (16, 2, 3, 'import/1001', '1001', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:18.128Z', NULL, NULL, 'u72wc32co88rOsSILKvU-A');
INSERT INTO "households" VALUES (17, 2, 4, 'import/1002', '1002', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:18.128Z', NULL, NULL, 'UctDfxa3EaEfWgLIxwQPwg');
INSERT INTO "rules" VALUES (1, 1, 1, 1, 0);
INSERT INTO "rules" VALUES (2, 1, 2, 2, 0);
INSERT INTO "rules" VALUES (3, 1, 2, 3, 0);
INSERT INTO "rules" VALUES (4, 1, 5, 4, 0);
INSERT INTO "rules" VALUES (5, 1, 5, 5, 0);
INSERT INTO "rules" VALUES (6, 1, 1, 6, 0);
INSERT INTO "rules" VALUES (7, 2, 6, 1, 0);
INSERT INTO "rules" VALUES (8, 2, 7, 2, 0);
INSERT INTO "rules" VALUES (9, 2, 7, 3, 0);
INSERT INTO "rules" VALUES (10, 2, 10, 4, 0);
INSERT INTO "rules" VALUES (11, 2, 10, 5, 0);
INSERT INTO "rule_versions" VALUES (1, 1, 1, 1, '参加村民会议', 'cjcmhy', '{"effect":"award","scale":{"type":"fixed","points":20},"caps":[{"period":"month","by":"points","limit":60}],"evidence":false,"reviewers":0}', '2026-11-28T12:53:17.633Z', NULL);
INSERT INTO "rule_versions" VALUES (2, 1, 2, 1, '庭院月检', 'tyyj', '{"effect":"award","scale":{"type":"range","min":0,"max":100},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:17.633Z', NULL);
INSERT INTO "rule_versions" VALUES (3, 1, 3, 1, '乱堆乱放', 'ldlf', '{"effect":"deduct","scale":{"type":"fixed","points":20},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:17.633Z', NULL);
INSERT INTO "rule_versions" VALUES (4, 1, 4, 1, '志愿服务', 'zyfw', '{"effect":"award","scale":{"type":"perUnit","points":10,"unit":"小时","maxUnits":4},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:17.633Z', NULL);
INSERT INTO "rule_versions" VALUES (5, 1, 5, 1, '应急值守', 'yjzs', '{"effect":"award","scale":{"type":"fixed","points":40},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:17.633Z', NULL);
INSERT INTO "rule_versions" VALUES (6, 1, 6, 1, '调解纠纷é', 'tjjfe', '{"effect":"award","scale":{"type":"fixed","points":30},"caps":[],"evidence":false,"reviewers":1}', '2026-11-28T12:53:17.862Z', 1);
INSERT INTO "rule_versions" VALUES (7, 2, 7, 1, '参加村民会议', 'cjcmhy', '{"effect":"award","scale":{"type":"fixed","points":20},"caps":[{"period":"month","by":"points","limit":60}],"evidence":false,"reviewers":0}', '2026-11-28T12:53:18.128Z', NULL);
INSERT INTO "rule_versions" VALUES (8, 2, 8, 1, '庭院月检', 'tyyj', '{"effect":"award","scale":{"type":"range","min":0,"max":100},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:18.128Z', NULL);
INSERT INTO "rule_versions" VALUES (9, 2, 9, 1, '乱堆乱放', 'ldlf', '{"effect":"deduct","scale":{"type":"fixed","points":20},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:18.128Z', NULL);
INSERT INTO "rule_versions" VALUES (10, 2, 10, 1, '志愿服务', 'zyfw', '{"effect":"award","scale":{"type":"perUnit","points":10,"unit":"小时","maxUnits":4},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:18.128Z', NULL);
INSERT INTO "rule_versions" VALUES (11, 2, 11, 1, '应急值守', 'yjzs', '{"effect":"award","scale":{"type":"fixed","points":40},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:18.128Z', NULL);
INSERT INTO "chains" VALUES (1, 'one/52ecf0a8-6287-4275-958a-7e9c47d5f41e', 15, '1242b2fc655ce3383c366e74581aa6c90e779b4c5ced995a89bd4a9e8b399d2d');
INSERT INTO "chains" VALUES (2, 'two/66514cbf-301e-4562-86b2-1146766960fc', 0, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "postings" VALUES (1, 1, 'e20d8550-a359-4792-a58b-7f6c29310ecf', 'award', 1, 1, 1, 1, 20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:17.919Z', 2, 'clerk', '代开é', NULL, 'cd3351f7d44d54f45b09c91b4879a8d6f48a05590d5fec368bcad0a3ed018e31', '0a57115fb509385cd1fd3039b136e94a5f62424160641cb55c0cd987d8b138e3', NULL);
INSERT INTO "postings" VALUES (1, 2, 'ffb6f3d0-f973-4d39-8411-6c8a2b14dcb3', 'award', 2, 1, 4, 5, 15, 1.5, '志愿服务', '2026-01-01', '2026-11-28T12:53:17.932Z', 2, 'clerk', NULL, NULL, '475fd6fb5596a8d54c968e334605f17600512d93781ef1d0ad8e908b9cb76088', 'dd0c2a011947ecee819f662e2c44f192abd72f0af4e3a227aa675b29f4e509f3', NULL);
INSERT INTO "postings" VALUES (1, 3, '9702db60-8881-4a6e-8bbd-1d39651357f6', 'award', 3, 1, 2, 2, 80, NULL, '庭院月检', '2026-01-01', '2026-11-28T12:53:17.932Z', 2, 'clerk', CAST(X'e68ea7e588b607e5ad97e7aca600e59ca8e6ada4' AS TEXT), NULL, '5e55dbd7c46aeffdbc01af2ba62cb3ab32a4aa0ce996e4f8ee8f3a5a4151ab77', 'abc3fd55f9be0adfac41b879b3c930aef1996b231bed5fb8e030314a969874db', NULL);
INSERT INTO "postings" VALUES (1, 4, '33823e2b-4c12-4052-8597-09e8a7cc0243', 'award', 4, 1, 5, 5, 40, NULL, '应急值守', '2026-01-01', '2026-11-28T12:53:17.932Z', 2, 'clerk', NULL, NULL, '985943b7756784cbb20374e19373d050f6d03f31798794f2deb2a297730714cc', '50a5f9f2ab78bc8abcdc100b0f85b606f87684834c04d6a2cf57abbecc54e225', NULL);
INSERT INTO "postings" VALUES (1, 5, '76ae2ab1-e6bc-4e54-979a-6f44af2abad6', 'deduct', 4, 1, 3, 2, -20, NULL, '乱堆乱放', '2026-01-01', '2026-11-28T12:53:17.939Z', 2, 'clerk', NULL, NULL, '760827c22682224de8cf24e0742dd674e5f9c7083c3c521afd7eb8c04904d61c', '3d2c059d4f5e1bcfb65156ddced6b062eb91764e795e9658677c956471eb06fe', NULL);
INSERT INTO "postings" VALUES (1, 6, '5dad9e94-98fc-4311-be5f-13a1c2c127f0', 'restore', 4, 1, 3, 2, 10, NULL, '乱堆乱放', '2026-11-28', '2026-11-28T12:53:17.943Z', 2, 'clerk', '已整改é', NULL, 'd4d73d55e60ec550298d69d98767d64a30f33f6b5600f53a8439eecdea455d74', '6559f18453da17de2aa274028ad6a6e1dcce02ccf10b1357e2111ee019e60f37', 5);
INSERT INTO "postings" VALUES (1, 7, 'c31e5a13-b60b-4e18-9d3e-d2106c6fbd01', 'reversal', 1, 1, 1, 1, -20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:17.946Z', 1, 'secretary', '记错了é', 1, '6e93ac54a5ae1d1f658b2387774da555fc72ac57e98600c524e958d5bc91e3b6', '5433a59410b5e4f124673046b792a721c5c124381af032391c247d77c11541b4', NULL);
INSERT INTO "postings" VALUES (1, 8, 'ed4d546f-af11-4894-9662-301f7ece3799', 'opening', 5, 1, NULL, NULL, 100, NULL, '期初', '2026-01-01', '2026-11-28T12:53:17.950Z', 1, 'secretary', '上年结转', NULL, 'd39eef0b28ff8144fe5ab612dcf7d089a807db40ce8ff5677263b1bf54a7e3bd', 'd93288e59ff72d1718c808143bd973b0b45476d401a4674fc402e1551dc9c492', NULL);
INSERT INTO "postings" VALUES (1, 9, '36c0a1f2-acd4-4d6b-8a6d-508a65551b25', 'opening', 6, 1, NULL, NULL, -20, NULL, '期初', '2026-01-01', '2026-11-28T12:53:17.950Z', 1, 'secretary', '上年结转', NULL, 'e8d6b0ada4fe367c4a892e65065f9fe726a203cce1b2e6fa45ab428b401e3cfe', '1068e07af08f6314f228e031673faba69c49908325ce7c78bf3dbbb3ee699225', NULL);
INSERT INTO "postings" VALUES (1, 10, '0349dbe6-de5d-48e1-8e63-846455ed8eb4', 'award', 6, 1, 6, 1, 30, NULL, '调解纠纷é', '2026-01-01', '2026-11-28T12:53:17.962Z', 2, 'clerk', NULL, NULL, '729216b2593087a6ca42fd1ba37fc10c447d78b4e174eb9f6105026b83401884', '2a44204d1d0ccb32b26796bd83c2b7f7e49859792bc6912cf817a106e3e1e43e', NULL);
INSERT INTO "postings" VALUES (1, 11, '304a19c8-516a-4fc2-9089-83907bf80626/0', 'redeem', 5, 1, NULL, NULL, -20, NULL, '洗洁精 ×2', '2026-11-28', '2026-11-28T12:53:17.970Z', 4, 'desk', NULL, NULL, 'd1c12e01cace6c2370f6e1aa90be71549c7f4feb79f99d5342c3932c8cc9e272', '8b6dd82da1ad8fb065899cd6a29a26c1a3910586097e7201e257c068dd756595', NULL);
INSERT INTO "postings" VALUES (1, 12, '762689d8-b982-4976-a4fd-34af903c8783', 'redeem-return', 5, 1, NULL, NULL, 20, NULL, '洗洁精 ×2', '2026-11-28', '2026-11-28T12:53:17.975Z', 4, 'desk', '换一种é', NULL, '4f7354c399ba232f27e0ef167e005a3c5959d5d3b008dd8303594ef4e21cd9d1', 'e05c57270a7daa047118fef120d637e4eab3cd8ee3384d11d51f339f02b082e3', NULL);
INSERT INTO "postings" VALUES (1, 13, 'aa2c2a1d-ad65-43f2-8cb5-2e3e3e8ace49', 'award', 8, 1, 5, 5, 40, NULL, '应急值守', '2026-01-01', '2026-11-28T12:53:18.006Z', 5, 'inspector', '雨天值守', NULL, 'bad4dc07417b96f6372a2b155427d10780c52c6867620b3b36384a687ab67278', '1c2470e99004449ef380ad215f3e9eee056d2cfba1d0cab45f64830c6c9e56fd', NULL);
INSERT INTO "postings" VALUES (1, 14, '56d02dc2-e968-8756-a7fc-12464a55a55f', 'award', 9, 1, 2, 2, 60, NULL, '庭院月检', '2026-11-28', '2026-11-28T12:53:18.010Z', 5, 'inspector', NULL, NULL, '5a8a6ff9dc13454e32994501379c28a464e0a2374bd145bd1a166a07c54d1635', '3026f8ad0e92fa2c29ae696f7f06c5f74eee4c2d1ae22adbeb520b2b26154f1b', NULL);
INSERT INTO "postings" VALUES (1, 15, '4096d0c2-8e9a-8baf-bb04-d06b96e50c93', 'award', 8, 1, 2, 2, 40, NULL, '庭院月检', '2026-11-28', '2026-11-28T12:53:18.010Z', 5, 'inspector', '乱堆；已告知é', NULL, 'b0e546479657fe473445beea481c98643b5021c0ec451f728ce31bc9c2f162af', '1242b2fc655ce3383c366e74581aa6c90e779b4c5ced995a89bd4a9e8b399d2d', NULL);
INSERT INTO "standings" VALUES (1, 1, 1, 0, 0, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 2, 15, 15, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 3, 80, 80, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 4, 30, 40, 10, 0);
INSERT INTO "standings" VALUES (1, 1, 5, 100, 100, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 6, 10, 10, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 8, 80, 80, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 9, 60, 60, 0, 0);
INSERT INTO "dimension_standings" VALUES (1, 1, 1, 1, 0);
INSERT INTO "dimension_standings" VALUES (1, 1, 2, 5, 15);
INSERT INTO "dimension_standings" VALUES (1, 1, 3, 2, 80);
INSERT INTO "dimension_standings" VALUES (1, 1, 4, 2, -10);
INSERT INTO "dimension_standings" VALUES (1, 1, 4, 5, 40);
INSERT INTO "dimension_standings" VALUES (1, 1, 6, 1, 30);
INSERT INTO "dimension_standings" VALUES (1, 1, 8, 2, 40);
INSERT INTO "dimension_standings" VALUES (1, 1, 8, 5, 40);
INSERT INTO "dimension_standings" VALUES (1, 1, 9, 2, 60);
INSERT INTO "month_totals" VALUES (1, 1, '2026-01', 1, 30);
INSERT INTO "month_totals" VALUES (1, 1, '2026-01', 2, 60);
INSERT INTO "month_totals" VALUES (1, 1, '2026-01', 5, 95);
INSERT INTO "month_totals" VALUES (1, 1, '2026-11', 2, 110);
INSERT INTO "balances" VALUES (1, 1, 0);
INSERT INTO "balances" VALUES (1, 2, 15);
INSERT INTO "balances" VALUES (1, 3, 80);
INSERT INTO "balances" VALUES (1, 4, 30);
INSERT INTO "balances" VALUES (1, 5, 100);
INSERT INTO "balances" VALUES (1, 6, 10);
INSERT INTO "balances" VALUES (1, 8, 80);
INSERT INTO "balances" VALUES (1, 9, 60);
INSERT INTO "users" VALUES (1, 'secretary', 'secretary', '$argon2id$v=19$m=19456,t=2,p=1$SdEAhuIGVBoGic0dZUS2PA$02tBchn19N3h+D40MzN69+JrqWDnmsF2xf1K/C6a5Z4', '2026-11-28T12:53:17.650Z');
INSERT INTO "users" VALUES (2, 'clerk', 'clerk', '$argon2id$v=19$m=19456,t=2,p=1$Y4x8CxMsd/AJYILHvIKzRg$yYz/RwYH14uohvtnvkf5iZMZjPGnuPphFqqBKhT5jYY', '2026-11-28T12:53:17.720Z');
INSERT INTO "users" VALUES (3, 'reviewer', 'reviewer', '$argon2id$v=19$m=19456,t=2,p=1$TqnBYxUPB7xjSBg6ZfYIfg$WDUfRlwGIGaHlQ/bgAk0a5WIVK2bgp0lbLyRmPVF85s', '2026-11-28T12:53:17.748Z');
INSERT INTO "users" VALUES (4, 'desk', 'desk', '$argon2id$v=19$m=19456,t=2,p=1$U+skL1v+yESqJJNM5TOeYw$9/IuRo2M7c5DckopHVBRBRvGvWcUGU54sfIIuFkCcWU', '2026-11-28T12:53:17.772Z');
INSERT INTO "users" VALUES (5, 'inspector', 'inspector', '$argon2id$v=19$m=19456,t=2,p=1$j9W+4Dsg/HWrCTigsfcY2A$RN+24ccjgi/BCmI3nzGJPfAtbQO0ftzRobz8xXuF+4c', '2026-11-28T12:53:17.796Z');
INSERT INTO "users" VALUES (6, 'admin-fc47e40b', 'admin-fc47e40b', '$argon2id$v=19$m=19456,t=2,p=1$7/IK+NRe3rMii2n4KKcxag$4QCP0IabhJ34/6FytsE/BI/aaaBy2+nZqMns+6tUyno', '2026-11-28T12:53:17.818Z');
INSERT INTO "memberships" VALUES (1, NULL, 'admin');
INSERT INTO "memberships" VALUES (2, NULL, 'clerk');
INSERT INTO "memberships" VALUES (3, NULL, 'reviewer');
INSERT INTO "memberships" VALUES (4, NULL, 'desk');
INSERT INTO "memberships" VALUES (5, NULL, 'inspector');
INSERT INTO "memberships" VALUES (6, NULL, 'admin');
INSERT INTO "sessions" VALUES ('03276d6c37e0728f5b5fb352084cbb999d9909949e3421e575684e620ada82f4', NULL, 6, 'a2db28f8-1520-4f25-ab78-ded6bf80d4f2', 1795870397830, 1795870397830, 1797079997830);
INSERT INTO "sessions" VALUES ('3cacba58f71dff2670edb6dc2f601aa73bd32a5ecf9547b3f9b42b5a25e8ce67', NULL, 4, '26908ada-cd5b-40a3-bab3-557bd3e2142b', 1795870397784, 1795870397784, 1797079997784);
INSERT INTO "sessions" VALUES ('6e6f50dfb2f2a02690a1da4bbac3897dc4baae61853771b547e2a80ecaf0424c', NULL, 1, 'd45546f7-dbe0-4acd-829b-89c776d444ca', 1795870397702, 1795870397702, 1797079997702);
INSERT INTO "sessions" VALUES ('7d079bcd6f48bc2b9c69ec1bf5a0d955ca021b3592cb372fde4b76f311039a19', NULL, 3, '34e8fc2a-4d18-44a7-a756-99ebe97fbd4d', 1795870397760, 1795870397760, 1797079997760);
INSERT INTO "sessions" VALUES ('8ef301dee320d25b8aaeedba5f38eb0c5c957615bf3cddebb9e598a28c3d9f07', NULL, 2, '7f215db7-7733-4778-9843-942001b09da8', 1795870397736, 1795870397736, 1797079997736);
INSERT INTO "sessions" VALUES ('b9a76ba7950e6fdca51eabf5733041d57496ff74910fb14e3c227a9e8c838cb6', NULL, 5, '7d732c6e-3832-4c5c-a317-77eabf83a50b', 1795870397807, 1795870397807, 1797079997807);
INSERT INTO "audit" VALUES (1, 1, NULL, 'village.created', 'one', NULL, '{"slug":"one","name":"示范一村","timezone":"Asia/Shanghai","season":{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-12-31"}}', '2026-11-28T12:53:17.611Z');
INSERT INTO "audit" VALUES (2, 1, NULL, 'records.imported', '', NULL, '{"newHouseholds":12,"newRules":5,"postings":0,"alreadyWritten":0}', '2026-11-28T12:53:17.633Z');
INSERT INTO "audit" VALUES (3, NULL, NULL, 'user.created', 'secretary', NULL, '{"displayName":"secretary","roles":[{"role":"admin","village":null}]}', '2026-11-28T12:53:17.650Z');
INSERT INTO "audit" VALUES (4, NULL, NULL, 'user.created', 'clerk', NULL, '{"displayName":"clerk","roles":[{"role":"clerk","village":null}]}', '2026-11-28T12:53:17.720Z');
INSERT INTO "audit" VALUES (5, NULL, NULL, 'user.created', 'reviewer', NULL, '{"displayName":"reviewer","roles":[{"role":"reviewer","village":null}]}', '2026-11-28T12:53:17.748Z');
INSERT INTO "audit" VALUES (6, NULL, NULL, 'user.created', 'desk', NULL, '{"displayName":"desk","roles":[{"role":"desk","village":null}]}', '2026-11-28T12:53:17.772Z');
INSERT INTO "audit" VALUES (7, NULL, NULL, 'user.created', 'inspector', NULL, '{"displayName":"inspector","roles":[{"role":"inspector","village":null}]}', '2026-11-28T12:53:17.796Z');
INSERT INTO "audit" VALUES (8, NULL, NULL, 'user.created', 'admin-fc47e40b', NULL, '{"displayName":"admin-fc47e40b","roles":[{"role":"admin","village":null}]}', '2026-11-28T12:53:17.819Z');
INSERT INTO "audit" VALUES (9, 1, 6, 'village.changed', '示范一村', '{"name":"示范一村","slogan":"","privacy":"masked","crest":null,"namesDeductions":false,"review":{"roles":[],"over":null,"deductions":false},"holdsPublicity":false,"photos":{"megabytes":300,"months":12},"residents":{"proposals":false,"suggestions":true},"doorstep":{"dailyDoors":null,"rules":[]}}', '{"residents":{"proposals":true,"suggestions":true},"doorstep":{"dailyDoors":null,"rules":["应急值守"]}}', '2026-11-28T12:53:17.853Z');
INSERT INTO "audit" VALUES (10, 1, 1, 'rule.created', '调解纠纷é', NULL, '{"id":"80e0decb-d52f-48bc-8848-4acef299f6fd","dimension":"会议学习","text":"调解纠纷é","terms":{"effect":"award","scale":{"type":"fixed","points":30},"caps":[],"evidence":false,"reviewers":1}}', '2026-11-28T12:53:17.862Z');
INSERT INTO "audit" VALUES (11, 1, 2, 'household.created', '2001', NULL, '{"door":"2001","head":"示范户é","group":"1组","members":2,"phone":"138 0000 0000","note":"外出打工，\n春节回来"}', '2026-11-28T12:53:17.867Z');
INSERT INTO "audit" VALUES (12, 1, 2, 'household.created', '2002', NULL, '{"door":"2002","head":"示范户戌","group":"2组"}', '2026-11-28T12:53:17.872Z');
INSERT INTO "audit" VALUES (13, 1, 2, 'household.moved', '1012', '{"door":"1012","group":"2组"}', '{"door":"1112","group":"2组"}', '2026-11-28T12:53:17.878Z');
INSERT INTO "audit" VALUES (14, 1, 2, 'household.split', '1011', NULL, '{"door":"1011-1","score":0,"balance":0}', '2026-11-28T12:53:17.884Z');
INSERT INTO "audit" VALUES (15, 1, 2, 'household.merged', '1010', NULL, '{"door":"1009","score":0,"balance":0}', '2026-11-28T12:53:17.889Z');
INSERT INTO "audit" VALUES (16, 1, 1, 'goods.created', '洗洁精', NULL, '{"id":"936f3ff2-632f-49af-834c-38ca7ce4876a","name":"洗洁精","points":10,"valueCents":500,"householdLimit":null,"isCounted":true,"picture":null}', '2026-11-28T12:53:17.894Z');
INSERT INTO "audit" VALUES (17, 1, 4, 'stock.moved', '洗洁精', '{"left":0}', '{"left":20,"kind":"purchase"}', '2026-11-28T12:53:17.907Z');
INSERT INTO "audit" VALUES (18, 1, 1, 'notice.created', '通知é', NULL, '{"id":"95fbfb83-7c91-4442-8dc1-5a0e3afb5c2e","title":"通知é","text":"周六打扫\n请带工具","picture":null,"startsOn":"2026-11-28","endsOn":"2026-11-28"}', '2026-11-28T12:53:17.911Z');
INSERT INTO "audit" VALUES (19, 1, 1, 'sheet.created', '月检é', NULL, '{"id":"4ce85ebf-b6f7-4cb1-b05e-eafe5d11f306","name":"月检é","rule":"庭院月检","items":[{"key":"tidy","text":"整洁","kind":"points","points":60,"photo":false},{"key":"pile","text":"乱堆","kind":"deduction","points":20,"photo":false}]}', '2026-11-28T12:53:17.983Z');
INSERT INTO "audit" VALUES (20, 1, 1, 'round.opened', '本月督导', NULL, '{"id":"5b3f3f73-1484-4832-84d3-a98a791a041d","month":"2026-11","name":"本月督导","sheet":"月检é","second":"refuse","outcome":"postings","onWall":true,"stars":[],"assignments":[{"person":"inspector","groups":["1组","2组"]}]}', '2026-11-28T12:53:17.990Z');
INSERT INTO "audit" VALUES (21, 1, 1, 'round.closed', '本月督导', NULL, '{"scored":2,"refused":0,"nothing":0,"unvisited":12}', '2026-11-28T12:53:18.012Z');
INSERT INTO "audit" VALUES (22, 1, 1, 'publication.created', '2026-1', NULL, '{"lines":13,"toSeq":15,"startsOn":"2026-01-01","endsOn":"2026-11-28","fromSeq":1,"closesOn":"2026-12-08"}', '2026-11-28T12:53:18.018Z');
INSERT INTO "audit" VALUES (23, 1, 2, 'objection.created', '2', NULL, '{"publication":"2026-1","text":"应是两小时é"}', '2026-11-28T12:53:18.030Z');
INSERT INTO "audit" VALUES (24, 1, 1, 'objection.answered', '2', NULL, '{"id":"eb09a0c5-6686-44a4-8b54-8ff9a6fc31fa","outcome":"upheld","reason":"记录无误é"}', '2026-11-28T12:53:18.033Z');
INSERT INTO "audit" VALUES (25, 1, 1, 'household.card-renewed', '1009', NULL, NULL, '2026-11-28T12:53:18.095Z');
INSERT INTO "audit" VALUES (26, 1, 1, 'household.card-renewed', '1003', NULL, NULL, '2026-11-28T12:53:18.095Z');
INSERT INTO "audit" VALUES (27, 1, 2, 'suggestion.answered', '7f519945-d298-41d0-90f9-e866ec0d7ef6', NULL, '{"answer":"已报修é"}', '2026-11-28T12:53:18.115Z');
INSERT INTO "audit" VALUES (28, 2, NULL, 'village.created', 'two', NULL, '{"slug":"two","name":"示范一村","timezone":"Asia/Shanghai","season":{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-12-31"}}', '2026-11-28T12:53:18.127Z');
INSERT INTO "audit" VALUES (29, 2, NULL, 'records.imported', '', NULL, '{"newHouseholds":2,"newRules":5,"postings":0,"alreadyWritten":0}', '2026-11-28T12:53:18.128Z');
INSERT INTO "audit" VALUES (30, 2, 6, 'season.changed', '2026', '{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-12-31"}', '{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-01-01"}', '2026-11-28T12:53:18.133Z');
INSERT INTO "audit" VALUES (31, 2, 6, 'season.closed', '2026', NULL, '{"startsOn":"2026-01-01","endsOn":"2026-01-01","carry":{"type":"all"},"balance":0,"expired":0,"households":0,"next":{"name":"下一年度","startsOn":"2026-01-02","endsOn":"2026-12-31"}}', '2026-11-28T12:53:18.137Z');
INSERT INTO "notices" VALUES (1, 1, '通知é', CAST(X'e591a8e585ade68993e689ab0ae8afb7e5b8a6e5b7a5e585b7' AS TEXT), NULL, '2026-11-28', '2026-11-28', '2026-11-28T12:53:17.911Z', 1);
INSERT INTO "claims" VALUES (1, 1, '0349dbe6-de5d-48e1-8e63-846455ed8eb4', 'award', 6, 1, 6, 1, 30, NULL, '调解纠纷é', '2026-01-01', NULL, 1, 'passed', NULL, '2026-11-28T12:53:17.957Z', 2, 'clerk', '2026-11-28T12:53:17.962Z', '729216b2593087a6ca42fd1ba37fc10c447d78b4e174eb9f6105026b83401884', 'staff');
INSERT INTO "claims" VALUES (2, 1, 'a2da1311-99bb-41b4-80dd-4028227947a0', 'award', 7, 1, 6, 1, 30, NULL, '调解纠纷é', '2026-01-01', NULL, 1, 'stopped', '证据不足é', '2026-11-28T12:53:17.957Z', 2, 'clerk', '2026-11-28T12:53:17.965Z', '6e5e7fd3259a22cce42a5ffe92e09c07fa9a974acf007e6f32f83b95f9e4b1c0', 'staff');
INSERT INTO "claims" VALUES (3, 1, '24b950a4-07af-40b1-a21e-2c759226a027', 'award', 3, 1, 5, 5, 40, NULL, '应急值守', '2026-11-28', '值守一晚é', 1, 'waiting', NULL, '2026-11-28T12:53:18.106Z', NULL, '住户 1003', NULL, '67b2d81a69df2aed369590ecc8b6525dbb0bf705e415a779fc0167dd4fd186df', 'resident');
INSERT INTO "claim_reviews" VALUES (1, 1, 3, 'reviewer', 'pass', '2d6980f1-b6cf-4fe2-9c1f-ff59d7da32b7', '2026-11-28T12:53:17.962Z');
INSERT INTO "claim_reviews" VALUES (1, 2, 3, 'reviewer', 'stop', 'e59b3cac-67e1-4727-b4cf-a9aa32e9fcdf', '2026-11-28T12:53:17.965Z');
INSERT INTO "household_history" VALUES (1, 1, 1, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.629Z');
INSERT INTO "household_history" VALUES (2, 1, 2, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.629Z');
INSERT INTO "household_history" VALUES (3, 1, 3, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.630Z');
INSERT INTO "household_history" VALUES (4, 1, 4, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.630Z');
INSERT INTO "household_history" VALUES (5, 1, 5, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.630Z');
INSERT INTO "household_history" VALUES (6, 1, 6, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.630Z');
INSERT INTO "household_history" VALUES (7, 1, 7, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.631Z');
INSERT INTO "household_history" VALUES (8, 1, 8, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.631Z');
INSERT INTO "household_history" VALUES (9, 1, 9, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.631Z');
INSERT INTO "household_history" VALUES (10, 1, 10, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.631Z');
INSERT INTO "household_history" VALUES (11, 1, 11, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.632Z');
INSERT INTO "household_history" VALUES (12, 1, 12, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:17.632Z');
INSERT INTO "household_history" VALUES (13, 1, 13, 'created', '{}', NULL, NULL, 2, 'clerk', '2026-11-28T12:53:17.867Z');
INSERT INTO "household_history" VALUES (14, 1, 14, 'created', '{}', NULL, NULL, 2, 'clerk', '2026-11-28T12:53:17.872Z');
INSERT INTO "household_history" VALUES (15, 1, 12, 'moved', '{"fromDoor":"1012","fromGroup":"2组","toDoor":"1112","toGroup":"2组"}', NULL, '24d217b1-7093-4d9b-a463-a6a80da6c2f3', 2, 'clerk', '2026-11-28T12:53:17.878Z');
INSERT INTO "household_history" VALUES (16, 1, 15, 'created', '{}', NULL, NULL, 2, 'clerk', '2026-11-28T12:53:17.884Z');
INSERT INTO "household_history" VALUES (17, 1, 11, 'split-to', '{"door":"1011-1","score":0,"balance":0}', 15, NULL, 2, 'clerk', '2026-11-28T12:53:17.884Z');
INSERT INTO "household_history" VALUES (18, 1, 15, 'split-from', '{"door":"1011","score":0,"balance":0}', 11, NULL, 2, 'clerk', '2026-11-28T12:53:17.884Z');
INSERT INTO "household_history" VALUES (19, 1, 10, 'merged-into', '{"door":"1009","score":0,"balance":0}', 9, NULL, 2, 'clerk', '2026-11-28T12:53:17.889Z');
INSERT INTO "household_history" VALUES (20, 1, 9, 'merged-from', '{"door":"1010","score":0,"balance":0}', 10, NULL, 2, 'clerk', '2026-11-28T12:53:17.889Z');
INSERT INTO "household_history" VALUES (21, 1, 9, 'card-renewed', '{}', NULL, NULL, 1, 'secretary', '2026-11-28T12:53:18.095Z');
INSERT INTO "household_history" VALUES (22, 1, 3, 'card-renewed', '{}', NULL, NULL, 1, 'secretary', '2026-11-28T12:53:18.095Z');
INSERT INTO "household_history" VALUES (23, 2, 16, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:18.128Z');
INSERT INTO "household_history" VALUES (24, 2, 17, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:18.128Z');
INSERT INTO "household_transfers" VALUES ('1a18d8bb-26ea-42a2-b6d9-9614ffeaaf8d', 1, 'split', 'cbc456f6fed0ebedc541c35b624d9f29b7a386c4c335fb0f50c61eb9069fb051', 11, 15, NULL, NULL);
INSERT INTO "household_transfers" VALUES ('db20873b-462c-4f5c-83a5-11d0a0df1af0', 1, 'merge', '93f9fad5b3092ad2469cb4d9f972b22a4939c62b6126dfee1a36272cb7704406', 10, 9, NULL, NULL);
INSERT INTO "season_closings" VALUES (2, 2, 3, '957cfcd0-371b-435d-b823-be8f630dca44', '2b38781fbb889e317ccdcd576e900be53c6d126d8bda896650bade8e10ced806', '{"type":"all"}', 2, 0, 0, 0, '2026-11-28T12:53:18.137Z', 6);
INSERT INTO "publications" VALUES (1, 1, '18bc1d24-00f7-48b1-a91d-fc1637a7ff6f', '2026-1', 1, 15, '1242b2fc655ce3383c366e74581aa6c90e779b4c5ced995a89bd4a9e8b399d2d', 13, '2026-01-01', '2026-11-28', '2026-11-28', '2026-12-08', '{"dimensions":["会议学习","环境卫生","传统美德","遵纪守法","志愿服务"],"rows":[{"door":"1001","name":"示**","group":"1组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8},{"door":"1003","name":"示**","group":"1组","byDimension":[0,80,0,0,0],"points":80,"score":80,"rank":3},{"door":"1005","name":"示**","group":"1组","byDimension":[0,0,0,0,0],"points":100,"score":100,"rank":1},{"door":"1007","name":"示**","group":"1组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8},{"door":"1009","name":"示**","group":"1组","byDimension":[0,60,0,0,0],"points":60,"score":60,"rank":4},{"door":"1011","name":"示**","group":"1组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8},{"door":"1011-1","name":"示**","group":"1组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8},{"door":"2001","name":"示**","group":"1组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8},{"door":"1002","name":"示**","group":"2组","byDimension":[0,0,0,0,15],"points":15,"score":15,"rank":6},{"door":"1004","name":"示**","group":"2组","byDimension":[0,-10,0,0,40],"points":30,"score":30,"rank":5},{"door":"1006","name":"示**","group":"2组","byDimension":[30,0,0,0,0],"points":10,"score":10,"rank":7},{"door":"1008","name":"示**","group":"2组","byDimension":[0,40,0,0,40],"points":80,"score":80,"rank":2},{"door":"1112","name":"示**","group":"2组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8},{"door":"2002","name":"示**","group":"2组","byDimension":[0,0,0,0,0],"points":0,"score":0,"rank":8}]}', '2026-11-28T12:53:18.018Z', 1);
INSERT INTO "objections" VALUES (1, 1, '683ce578-ae19-4020-9bb3-b81c800d4ecf', 1, 2, '示范户乙', '应是两小时é', 'staff', '2026-11-28T12:53:18.029Z', 2, 'upheld', '记录无误é', '2026-11-28T12:53:18.033Z', 1, 'secretary', 'eb09a0c5-6686-44a4-8b54-8ff9a6fc31fa', NULL, NULL);
INSERT INTO "objections" VALUES (2, 1, 'bdb42994-fc62-47c3-8d3e-6f12544a035f', 1, 3, '1003号', '分数偏低é', 'resident', '2026-11-28T12:53:18.103Z', NULL, 'open', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "goods" VALUES (1, 1, '936f3ff2-632f-49af-834c-38ca7ce4876a', '洗洁精', 10, 500, NULL, 1, NULL, 0, '2026-11-28T12:53:17.895Z');
INSERT INTO "stock_movements" VALUES (1, 1, 1, 'db2ecb68-07a8-4ba4-9c1a-8089e02ee924', 'purchase', 20, '新到', '2026-11-28T12:53:17.907Z', 4, 'desk');
INSERT INTO "stock_movements" VALUES (2, 1, 1, '304a19c8-516a-4fc2-9089-83907bf80626/0', 'redeem', -2, '1005', '2026-11-28T12:53:17.970Z', 4, 'desk');
INSERT INTO "stock_movements" VALUES (3, 1, 1, '762689d8-b982-4976-a4fd-34af903c8783', 'return', 2, '换一种é', '2026-11-28T12:53:17.975Z', 4, 'desk');
INSERT INTO "redemptions" VALUES (1, 1, '304a19c8-516a-4fc2-9089-83907bf80626', 'd1c12e01cace6c2370f6e1aa90be71549c7f4feb79f99d5342c3932c8cc9e272', 5, 1, '2026-11-28', 80, '2026-11-28T12:53:17.970Z', 4, 'desk');
INSERT INTO "redemption_lines" VALUES (1, 1, 1, 1, '洗洁精', 2, 20, 1000, 11, 12);
INSERT INTO "photos" VALUES (1, '2bb4e2a5-78ec-41c2-aa41-ca83036c0756', 1, NULL, 'c555ff3574339768f65ebe0cab25bb77aa78567e6176f2d09ddc57e65da6eb5f', 56, 16, 12, 6, '2026-11-28T12:53:18.125Z', X'52494646300000005745425056503820240000005001009d012a10000c0002003425a00004338000fef2a8fffff856bf95afe56adf000000');
INSERT INTO "household_secrets" VALUES (1, 3, 'ec6288fd8c97a3e8a66794488c564d199fea0ab37775cc15a7917a730e0d761e', '$argon2id$v=19$m=19456,t=2,p=1$cZeKWwa0ofFZPMLCaj18kA$vcyiOVaCST2HJV7EH7w4dGlXnUeTxIb71mFJ9U2yaxE', '0df6282a-0eaa-455d-b174-e063644f24a1', '2026-11-28T12:53:18.095Z', 1);
INSERT INTO "household_secrets" VALUES (1, 9, 'cb98295d229ce15c849c8fce0168e66f2d2595580ecbf4fcec2851a12d9d700f', '$argon2id$v=19$m=19456,t=2,p=1$LkhQy08eIvuyWtqYz4G5uQ$lAxbzlKp4S/lbycbiDs7ams3LLNxvZjM1BixV1saWO4', '0df6282a-0eaa-455d-b174-e063644f24a1', '2026-11-28T12:53:18.094Z', 1);
INSERT INTO "resident_sessions" VALUES ('1af795e9f7a89ff809b1b19c4fe932589b9c0e6f0f9d56f030f1bcd8cd1bdcc4', 1, 3, 1795870398099, 1803646398099);
INSERT INTO "suggestions" VALUES (1, 1, '7f519945-d298-41d0-90f9-e866ec0d7ef6', 3, CAST(X'e8b7afe781afe59d8fe4ba8665cc810ae8afb7e4bfae' AS TEXT), '2026-11-28T12:53:18.113Z', '已报修é', '3ab905ce-3aad-48e9-bc76-a392bdf9f4bb', '2026-11-28T12:53:18.115Z', 2, 'clerk');
INSERT INTO "check_sheets" VALUES (1, 1, '4ce85ebf-b6f7-4cb1-b05e-eafe5d11f306', '月检é', 2, '[{"key":"tidy","text":"整洁","kind":"points","points":60,"photo":false},{"key":"pile","text":"乱堆","kind":"deduction","points":20,"photo":false}]', 0, '2026-11-28T12:53:17.983Z');
INSERT INTO "rounds" VALUES (1, 1, '5b3f3f73-1484-4832-84d3-a98a791a041d', '5cb6208a09d2a71cf2ce9426509d09cf39dbaa956fa3f329fb4c1ae83abfbf11', '2026-11', '本月督导', 1, 2, '[{"key":"tidy","text":"整洁","kind":"points","points":60,"photo":false},{"key":"pile","text":"乱堆","kind":"deduction","points":20,"photo":false}]', 'refuse', 'postings', 1, '[]', 'closed', '2026-11-28T12:53:17.989Z', 1, '2026-11-28T12:53:18.011Z', 1, '696b55f8-0c8f-4eab-9868-13709c9356d2');
INSERT INTO "round_assignments" VALUES (1, 1, 5, 1);
INSERT INTO "round_assignments" VALUES (1, 1, 5, 2);
INSERT INTO "visits" VALUES (1, 1, '7eb46606-3aac-4284-b177-37c1a9956c9d', 'f33304b8c30cefc79b1b461ca355a61c561ab4f4fba643f1751226992f105ffc', 1, 8, 5, 'inspector', '["pile"]', 40, '已告知é', '2026-11-28', '2026-11-28T12:53:17.997Z', 0);
INSERT INTO "visits" VALUES (2, 1, '4ee8a4f3-5443-4e66-a018-2676542ba9d2', 'ae122a17f0d4b5eed66920a8815569e71c476f2076ec7a99dfd22b71463d593e', 1, 9, 5, 'inspector', '[]', 60, NULL, '2026-11-28', '2026-11-28T12:53:18.001Z', 0);
INSERT INTO "round_results" VALUES (1, 1, 8, 40, 0, '4096d0c2-8e9a-8baf-bb04-d06b96e50c93', NULL);
INSERT INTO "round_results" VALUES (1, 1, 9, 60, 0, '56d02dc2-e968-8756-a7fc-12464a55a55f', NULL);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 1, '参加村民会议', 1, 20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 5, '志愿服务', 1, 15);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 2, '庭院月检', 1, 80);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 5, '应急值守', 2, 80);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'deduct', NULL, 2, '乱堆乱放', 1, -20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-11', 'restore', NULL, 2, '乱堆乱放', 1, 10);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'reversal', 'award', 1, '参加村民会议', 1, -20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'opening', NULL, NULL, '期初', 2, 80);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 1, '调解纠纷é', 1, 30);
INSERT INTO "line_totals" VALUES (1, 1, '2026-11', 'redeem', NULL, NULL, '洗洁精 ×2', 1, -20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-11', 'redeem-return', NULL, NULL, '洗洁精 ×2', 1, 20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-11', 'award', NULL, 2, '庭院月检', 2, 100);
INSERT INTO "requests" VALUES (1, '18bc1d24-00f7-48b1-a91d-fc1637a7ff6f', '893612614784283767ac36460d3172f0ac192359f013ee091dcc7c971927417d', 1);
INSERT INTO "requests" VALUES (1, '2d6980f1-b6cf-4fe2-9c1f-ff59d7da32b7', '59dbb28423f65ae21117d1eb147e7def2b09f72608ab3319089d3827bece87d7', 0);
INSERT INTO "requests" VALUES (1, '4ce85ebf-b6f7-4cb1-b05e-eafe5d11f306', '1f1e5acf8630feca643f6e2d11d84c26abf32139256fbe616869a7cad4203c73', 1);
INSERT INTO "requests" VALUES (1, '683ce578-ae19-4020-9bb3-b81c800d4ecf', '2d55154932408a1882c2990a9f0f364b3ad9ab5e3bd1130d529a8fd67a62efc6', 2);
INSERT INTO "requests" VALUES (1, '76ffbc15-8001-42e1-8c87-04e46f1c4199', '158f077b87df83ef653981fe5b490f25c2f795df6290e25fc8749839a781d0cb', 13);
INSERT INTO "requests" VALUES (1, '80e0decb-d52f-48bc-8848-4acef299f6fd', 'c00d9fc32df4eb34581c1c4701b88c552fb525924d594f5ed9ef4a0c2fb82d1d', 6);
INSERT INTO "requests" VALUES (1, '936f3ff2-632f-49af-834c-38ca7ce4876a', '676b1cb1c3af96019fd98e55b1a65a1db823533e04ed7e179daa773fbdb4bcea', 1);
INSERT INTO "requests" VALUES (1, '95fbfb83-7c91-4442-8dc1-5a0e3afb5c2e', 'd0e2bc15a82437a8affa00512ee02ec411405d89733df3e1e103dad5a98d8143', 1);
INSERT INTO "requests" VALUES (1, 'bf4f052a-de59-44c8-9ccb-4a2b9164a72e', 'c953e1aa4e0160f6430910188dfdf86e7a0ed38fc96bc32f0281b97bb0496bbc', 14);
INSERT INTO "requests" VALUES (1, 'db2ecb68-07a8-4ba4-9c1a-8089e02ee924', '5c5f2f84493b09f17578a9a06d9ffad8e5ee9caff043475a0c97e505cf7b1eda', 1);
INSERT INTO "requests" VALUES (1, 'e59b3cac-67e1-4727-b4cf-a9aa32e9fcdf', '7643182d22c5e9a4907e08ca2acf69b90bcb30ad33840ab83a4de4344617c685', 2);
INSERT INTO "requests" VALUES (1, 'eb09a0c5-6686-44a4-8b54-8ff9a6fc31fa', '3ab7b444467f624badc779aa2e73162fedd9a52ed89d397c2732deb98aebb5b5', 1);
CREATE UNIQUE INDEX one_active_season ON seasons (village_id) WHERE state = 'active';
CREATE UNIQUE INDEX postings_by_id ON postings (village_id, id);
CREATE UNIQUE INDEX postings_reversed_once ON postings (village_id, reverses) WHERE reverses IS NOT NULL;
CREATE INDEX postings_by_household ON postings (village_id, household_id, seq);
CREATE INDEX postings_by_rule ON postings (village_id, household_id, rule_version_id, occurred_on);
CREATE INDEX postings_by_day ON postings (village_id, occurred_on);
CREATE TRIGGER postings_are_never_changed BEFORE UPDATE ON postings
    BEGIN SELECT RAISE(ABORT, 'a posting is never changed; write a reversal'); END;
CREATE TRIGGER postings_are_never_deleted BEFORE DELETE ON postings
    WHEN (SELECT sample FROM villages WHERE id = OLD.village_id) = 0
    BEGIN SELECT RAISE(ABORT, 'a posting is never deleted; write a reversal'); END;
CREATE UNIQUE INDEX one_membership ON memberships (user_id, ifnull(village_id, 0), role);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX claims_by_state ON claims (village_id, state, id);
CREATE INDEX claims_waiting ON claims (village_id, household_id, rule_version_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX households_by_token ON households (door_token);
CREATE INDEX household_history_of ON household_history (village_id, household_id, id);
CREATE UNIQUE INDEX household_history_by_request ON household_history (village_id, request_id)
    WHERE request_id IS NOT NULL;
CREATE INDEX postings_restored ON postings (restores, village_id) WHERE restores IS NOT NULL;
CREATE TRIGGER postings_restore_a_deduction BEFORE INSERT ON postings
    WHEN NEW.restores IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM postings d
      WHERE d.village_id = NEW.village_id AND d.seq = NEW.restores AND d.kind = 'deduct'
        AND d.household_id = NEW.household_id AND d.season_id = NEW.season_id)
    BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY: a restore names a deduction of its household and season'); END;
CREATE TRIGGER publications_are_never_changed BEFORE UPDATE ON publications
    BEGIN SELECT RAISE(ABORT, 'a publication is frozen'); END;
CREATE UNIQUE INDEX one_open_objection ON objections (village_id, posting_seq) WHERE state = 'open';
CREATE INDEX objections_by_publication ON objections (village_id, publication_id);
CREATE INDEX stock_movements_by_goods ON stock_movements (village_id, goods_id);
CREATE TRIGGER stock_movements_are_never_changed BEFORE UPDATE ON stock_movements
    BEGIN SELECT RAISE(ABORT, 'a movement is never changed; count the stock'); END;
CREATE INDEX redemptions_by_day ON redemptions (village_id, on_day);
CREATE INDEX redemption_lines_by_redemption ON redemption_lines (village_id, redemption_id);
CREATE INDEX redemption_lines_by_goods ON redemption_lines (village_id, goods_id);
CREATE INDEX photos_by_subject ON photos (village_id, subject);
CREATE INDEX photos_by_age ON photos (village_id, created_at, size);
CREATE INDEX code_tries_of ON code_tries (village_id, door, tried_at);
CREATE INDEX resident_sessions_of ON resident_sessions (village_id, household_id);
CREATE INDEX suggestions_of ON suggestions (village_id, household_id);
CREATE INDEX claims_of ON claims (village_id, household_id, id);
CREATE UNIQUE INDEX one_open_round ON rounds (village_id, sheet_id, month) WHERE state = 'open';
CREATE UNIQUE INDEX one_visit ON visits (village_id, round_id, household_id, user_id) WHERE superseded = 0;
CREATE INDEX visits_of ON visits (village_id, household_id, round_id);
CREATE INDEX round_results_of ON round_results (village_id, household_id);
CREATE UNIQUE INDEX round_result_by_score ON round_results (village_id, score_id) WHERE score_id IS NOT NULL;
CREATE UNIQUE INDEX one_line_total ON line_totals
    (village_id, season_id, month, kind, ifnull(reversed_kind, ''), ifnull(dimension_id, 0), text);
