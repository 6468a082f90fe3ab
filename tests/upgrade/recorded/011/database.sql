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
INSERT INTO "kysely_migration" VALUES ('001-ledger', '2026-11-28T12:53:57.686Z');
INSERT INTO "kysely_migration" VALUES ('002-screens', '2026-11-28T12:53:57.687Z');
INSERT INTO "kysely_migration" VALUES ('003-review', '2026-11-28T12:53:57.687Z');
INSERT INTO "kysely_migration" VALUES ('004-households', '2026-11-28T12:53:57.689Z');
INSERT INTO "kysely_migration" VALUES ('005-seasons', '2026-11-28T12:53:57.690Z');
INSERT INTO "kysely_migration" VALUES ('006-publicity', '2026-11-28T12:53:57.691Z');
INSERT INTO "kysely_migration" VALUES ('007-redemption', '2026-11-28T12:53:57.691Z');
INSERT INTO "kysely_migration" VALUES ('008-photos', '2026-11-28T12:53:57.692Z');
INSERT INTO "kysely_migration" VALUES ('009-residents', '2026-11-28T12:53:57.694Z');
INSERT INTO "kysely_migration" VALUES ('010-rounds', '2026-11-28T12:53:57.695Z');
INSERT INTO "kysely_migration" VALUES ('011-report', '2026-11-28T12:53:57.696Z');
INSERT INTO "kysely_migration_lock" VALUES ('migration_lock', 0);
INSERT INTO "installation" VALUES (1, '06345be239157ee7', '3b389f25ef66dfab1bb26e4e752bd5008dc711455261bbd9b1a225d004287629');
INSERT INTO "villages" VALUES (1, 'one', '示范一村', '', 'Asia/Shanghai', 'masked', 0, '[{"by":"dimension","dimension":5}]', 0, 1, '2026-11-28T12:53:57.772Z', NULL, '{"roles":[],"over":null,"deductions":false}', NULL, '{"megabytes":300,"months":12}', '{"proposals":false,"suggestions":true}', '{"dailyDoors":null,"rules":[]}');
INSERT INTO "seasons" VALUES (1, 1, '2026', '2026-01-01', '2026-12-31', 'active');
INSERT INTO "dimensions" VALUES (1, 1, '会议学习', 1);
INSERT INTO "dimensions" VALUES (2, 1, '环境卫生', 2);
INSERT INTO "dimensions" VALUES (3, 1, '传统美德', 3);
INSERT INTO "dimensions" VALUES (4, 1, '遵纪守法', 4);
INSERT INTO "dimensions" VALUES (5, 1, '志愿服务', 5);
INSERT INTO "household_groups" VALUES (1, 1, '1组');
INSERT INTO "household_groups" VALUES (2, 1, '2组');
INSERT INTO "households" VALUES (1, 1, 1, 'import/1001', '1001', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.789Z', NULL, NULL, '-QpqyHtl85XvV55tbKt2sA');
INSERT INTO "households" VALUES (2, 1, 2, 'import/1002', '1002', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.790Z', NULL, NULL, 'aYRX8ll4vYeLtPdqIcu2LA');
INSERT INTO "households" VALUES (3, 1, 1, 'import/1003', '1003', '示范户丙', 'sfhb', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.791Z', NULL, NULL, 'u2Vj1WPnxGJV3rSMHqBuBg');
INSERT INTO "households" VALUES (4, 1, 2, 'import/1004', '1004', '示范户丁', 'sfhd', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.791Z', NULL, NULL, '3uHhAd0rEG0oARporYyO6g');
INSERT INTO "households" VALUES (5, 1, 1, 'import/1005', '1005', '示范户戊', 'sfhw', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.791Z', NULL, NULL, 'n1KKxxHaVZb3YF-q3M5SPg');
INSERT INTO "households" VALUES (6, 1, 2, 'import/1006', '1006', '示范户己', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.791Z', NULL, NULL, 'Ru1OYtEexeapvHCFPXC7hA');
INSERT INTO "households" VALUES (7, 1, 1, 'import/1007', '1007', '示范户庚', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.791Z', NULL, NULL, 'BPr2MphK_kwhf3rMPienuA');
INSERT INTO "households" VALUES (8, 1, 2, 'import/1008', '1008', '示范户辛', 'sfhx', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.792Z', NULL, NULL, 'F3Zjo0ozdPNHnI4gLEOrHQ');
INSERT INTO "households" VALUES (9, 1, 1, 'import/1009', '1009', '示范户壬', 'sfhr', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.792Z', NULL, NULL, 'qKVY3so_QvUZsZhXGhKwIA');
INSERT INTO "households" VALUES (10, 1, 2, 'import/1010', '1010', '示范户癸', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.792Z', NULL, NULL, 'uU0nkRttplsOSfF1cITujg');
INSERT INTO "households" VALUES (11, 1, 1, 'import/1011', '1011', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.792Z', NULL, NULL, 'uFT9ZbjbdI8PDcTvc_VCMg');
INSERT INTO "households" VALUES (12, 1, 2, 'import/1012', '1012', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:57.792Z', NULL, NULL, 'zTksTDh2oR8dKRMOlscWoA');
INSERT INTO "rules" VALUES (1, 1, 1, 1, 0);
INSERT INTO "rules" VALUES (2, 1, 2, 2, 0);
INSERT INTO "rules" VALUES (3, 1, 2, 3, 0);
INSERT INTO "rules" VALUES (4, 1, 5, 4, 0);
INSERT INTO "rules" VALUES (5, 1, 5, 5, 0);
INSERT INTO "rule_versions" VALUES (1, 1, 1, 1, '参加村民会议', 'cjcmhy', '{"effect":"award","scale":{"type":"fixed","points":20},"caps":[{"period":"month","by":"points","limit":60}],"evidence":false,"reviewers":0}', '2026-11-28T12:53:57.793Z', NULL);
INSERT INTO "rule_versions" VALUES (2, 1, 2, 1, '庭院月检', 'tyyj', '{"effect":"award","scale":{"type":"range","min":0,"max":100},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:57.793Z', NULL);
INSERT INTO "rule_versions" VALUES (3, 1, 3, 1, '乱堆乱放', 'ldlf', '{"effect":"deduct","scale":{"type":"fixed","points":20},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:57.793Z', NULL);
INSERT INTO "rule_versions" VALUES (4, 1, 4, 1, '志愿服务', 'zyfw', '{"effect":"award","scale":{"type":"perUnit","points":10,"unit":"小时","maxUnits":4},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:57.793Z', NULL);
INSERT INTO "rule_versions" VALUES (5, 1, 5, 1, '应急值守', 'yjzs', '{"effect":"award","scale":{"type":"fixed","points":40},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:57.794Z', NULL);
INSERT INTO "chains" VALUES (1, 'one/ecd13f45-0a74-4884-947b-a2e3ea16551a', 5, '4c7b186bc914cde52df889579d67bf9b97aa3e19d706361a5547bf57f648b15c');
INSERT INTO "postings" VALUES (1, 1, '20d22378-740f-4ce0-8839-b668831c29bd', 'award', 1, 1, 1, 1, 20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:57.888Z', 2, 'secretary', '代开é', NULL, 'cd3351f7d44d54f45b09c91b4879a8d6f48a05590d5fec368bcad0a3ed018e31', 'efc560a6346d6564c7cf4e29423b6510370047337bff638c4677ca06ded72fdc', NULL);
INSERT INTO "postings" VALUES (1, 2, 'fe8b8a67-eec3-44ea-a103-8923009555d9', 'award', 2, 1, 4, 5, 15, 1.5, '志愿服务', '2026-01-01', '2026-11-28T12:53:57.905Z', 2, 'secretary', NULL, NULL, '475fd6fb5596a8d54c968e334605f17600512d93781ef1d0ad8e908b9cb76088', '3b39a14599642f3a3cfaa48dbab430c135b153bddcc00e68e0d6df24912c6517', NULL);
INSERT INTO "postings" VALUES (1, 3, '41f14af1-96a3-4400-aaba-1b3f63d14a48', 'award', 3, 1, 2, 2, 80, NULL, '庭院月检', '2026-01-01', '2026-11-28T12:53:57.905Z', 2, 'secretary', CAST(X'e68ea7e588b607e5ad97e7aca6' AS TEXT), NULL, 'a7d714804242c912c5894002401122edc937cd3d450b8426b051a15161549710', 'd889e553d6ad089802f19f4e14dfb9b3ab43337b91cccdeaee106e274fdabf4b', NULL);
INSERT INTO "postings" VALUES (1, 4, 'e8fc55ad-8639-4f96-9271-1ec68118c4d9', 'deduct', 4, 1, 3, 2, -20, NULL, '乱堆乱放', '2026-01-01', '2026-11-28T12:53:57.913Z', 2, 'secretary', NULL, NULL, '760827c22682224de8cf24e0742dd674e5f9c7083c3c521afd7eb8c04904d61c', 'a53e77cfffd394d9f049fd54370ddbeb9631b9282607111126ad30ac204da949', NULL);
INSERT INTO "postings" VALUES (1, 5, 'e51359d2-28f6-490e-b507-e33aca372ce5', 'reversal', 1, 1, 1, 1, -20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:57.917Z', 2, 'secretary', '记错了é', 1, 'cd299ccf1940e7459739582236ef17f9c5f3f695a7d3a9d9d764cbee68e4c924', '4c7b186bc914cde52df889579d67bf9b97aa3e19d706361a5547bf57f648b15c', NULL);
INSERT INTO "standings" VALUES (1, 1, 1, 0, 0, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 2, 15, 15, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 3, 80, 80, 0, 0);
INSERT INTO "standings" VALUES (1, 1, 4, -20, 0, 20, 0);
INSERT INTO "dimension_standings" VALUES (1, 1, 1, 1, 0);
INSERT INTO "dimension_standings" VALUES (1, 1, 2, 5, 15);
INSERT INTO "dimension_standings" VALUES (1, 1, 3, 2, 80);
INSERT INTO "dimension_standings" VALUES (1, 1, 4, 2, -20);
INSERT INTO "month_totals" VALUES (1, 1, '2026-01', 1, 0);
INSERT INTO "month_totals" VALUES (1, 1, '2026-01', 2, 60);
INSERT INTO "month_totals" VALUES (1, 1, '2026-01', 5, 15);
INSERT INTO "balances" VALUES (1, 1, 0);
INSERT INTO "balances" VALUES (1, 2, 15);
INSERT INTO "balances" VALUES (1, 3, 80);
INSERT INTO "balances" VALUES (1, 4, -20);
INSERT INTO "users" VALUES (1, 'clerk', 'clerk', '$argon2id$v=19$m=19456,t=2,p=1$ToKnl7ERgDVBh2GLVsHJtw$amESqTXWsGzBTO4PChmwf4Wot/C90vI5POYrMfQsHDo', '2026-11-28T12:53:57.807Z');
INSERT INTO "users" VALUES (2, 'secretary', 'secretary', '$argon2id$v=19$m=19456,t=2,p=1$LtjO/aILjPuPzd2ZHeHEug$EIZwrj+aU+FoJNjiVU0M+Tr/3C2lpO8tdgZeSJ0euL0', '2026-11-28T12:53:57.819Z');
INSERT INTO "memberships" VALUES (1, NULL, 'clerk');
INSERT INTO "memberships" VALUES (2, NULL, 'admin');
INSERT INTO "sessions" VALUES ('d4e6793a9b5adfe8c393fd1f580b50568933192eca7e008f29ede4ee0c0fd42a', NULL, 2, 'a578c92e-b1c0-4d1d-aead-aec7794bb116', 1795870437866, 1795870437866, 1797080037866);
INSERT INTO "audit" VALUES (1, 1, NULL, 'village.created', 'one', NULL, '{"slug":"one","name":"示范一村","timezone":"Asia/Shanghai","season":{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-12-31"}}', '2026-11-28T12:53:57.773Z');
INSERT INTO "audit" VALUES (2, 1, NULL, 'records.imported', '', NULL, '{"newHouseholds":12,"newRules":5,"postings":0,"alreadyWritten":0}', '2026-11-28T12:53:57.794Z');
INSERT INTO "audit" VALUES (3, NULL, NULL, 'user.created', 'clerk', NULL, '{"displayName":"clerk","roles":[{"role":"clerk","village":null}]}', '2026-11-28T12:53:57.807Z');
INSERT INTO "audit" VALUES (4, NULL, NULL, 'user.created', 'secretary', NULL, '{"displayName":"secretary","roles":[{"role":"admin","village":null}]}', '2026-11-28T12:53:57.820Z');
INSERT INTO "household_history" VALUES (1, 1, 1, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.790Z');
INSERT INTO "household_history" VALUES (2, 1, 2, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.790Z');
INSERT INTO "household_history" VALUES (3, 1, 3, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.791Z');
INSERT INTO "household_history" VALUES (4, 1, 4, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.791Z');
INSERT INTO "household_history" VALUES (5, 1, 5, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.791Z');
INSERT INTO "household_history" VALUES (6, 1, 6, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.791Z');
INSERT INTO "household_history" VALUES (7, 1, 7, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.792Z');
INSERT INTO "household_history" VALUES (8, 1, 8, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.792Z');
INSERT INTO "household_history" VALUES (9, 1, 9, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.792Z');
INSERT INTO "household_history" VALUES (10, 1, 10, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.792Z');
INSERT INTO "household_history" VALUES (11, 1, 11, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.792Z');
INSERT INTO "household_history" VALUES (12, 1, 12, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:57.792Z');
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 1, '参加村民会议', 1, 20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 5, '志愿服务', 1, 15);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'award', NULL, 2, '庭院月检', 1, 80);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'deduct', NULL, 2, '乱堆乱放', 1, -20);
INSERT INTO "line_totals" VALUES (1, 1, '2026-01', 'reversal', 'award', 1, '参加村民会议', 1, -20);
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
