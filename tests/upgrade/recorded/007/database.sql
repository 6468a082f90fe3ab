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
    DEFAULT '{"roles":[],"over":null,"deductions":false}' CHECK (json_valid(review)), holds_after INTEGER) STRICT;
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
    request TEXT NOT NULL,
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
INSERT INTO "kysely_migration" VALUES ('001-ledger', '2026-11-28T12:53:53.885Z');
INSERT INTO "kysely_migration" VALUES ('002-screens', '2026-11-28T12:53:53.885Z');
INSERT INTO "kysely_migration" VALUES ('003-review', '2026-11-28T12:53:53.886Z');
INSERT INTO "kysely_migration" VALUES ('004-households', '2026-11-28T12:53:53.887Z');
INSERT INTO "kysely_migration" VALUES ('005-seasons', '2026-11-28T12:53:53.888Z');
INSERT INTO "kysely_migration" VALUES ('006-publicity', '2026-11-28T12:53:53.889Z');
INSERT INTO "kysely_migration" VALUES ('007-redemption', '2026-11-28T12:53:53.889Z');
INSERT INTO "kysely_migration_lock" VALUES ('migration_lock', 0);
INSERT INTO "installation" VALUES (1, 'dafcf764775f0d09', 'f58304649a20c0fb034db455107b1b311c0af470c0e29c6e14881c4e96f478c7');
INSERT INTO "villages" VALUES (1, 'one', '示范一村', '', 'Asia/Shanghai', 'masked', 0, '[{"by":"dimension","dimension":5}]', 0, 1, '2026-11-28T12:53:53.943Z', NULL, '{"roles":[],"over":null,"deductions":false}', NULL);
INSERT INTO "seasons" VALUES (1, 1, '2026', '2026-01-01', '2026-12-31', 'active');
INSERT INTO "dimensions" VALUES (1, 1, '会议学习', 1);
INSERT INTO "dimensions" VALUES (2, 1, '环境卫生', 2);
INSERT INTO "dimensions" VALUES (3, 1, '传统美德', 3);
INSERT INTO "dimensions" VALUES (4, 1, '遵纪守法', 4);
INSERT INTO "dimensions" VALUES (5, 1, '志愿服务', 5);
INSERT INTO "household_groups" VALUES (1, 1, '1组');
INSERT INTO "household_groups" VALUES (2, 1, '2组');
INSERT INTO "households" VALUES (1, 1, 1, 'import/1001', '1001', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.964Z', NULL, NULL, '7QxtJ98dm8XbUXTaL2XlwA');
INSERT INTO "households" VALUES (2, 1, 2, 'import/1002', '1002', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.965Z', NULL, NULL, '9jkje_6s6gwaSqZSZNUtsA');
INSERT INTO "households" VALUES (3, 1, 1, 'import/1003', '1003', '示范户丙', 'sfhb', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.965Z', NULL, NULL, '0dObRD_zZF76W-Og39-O-A');
INSERT INTO "households" VALUES (4, 1, 2, 'import/1004', '1004', '示范户丁', 'sfhd', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.965Z', NULL, NULL, 'I104wCRrxqoPgPy02QN8JQ');
INSERT INTO "households" VALUES (5, 1, 1, 'import/1005', '1005', '示范户戊', 'sfhw', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.965Z', NULL, NULL, 'YpUczP9rpA_egVOgroUg5A');
INSERT INTO "households" VALUES (6, 1, 2, 'import/1006', '1006', '示范户己', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.966Z', NULL, NULL, 'GL2ndrpHdJdA1QwQLMtC8g');
INSERT INTO "households" VALUES (7, 1, 1, 'import/1007', '1007', '示范户庚', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.966Z', NULL, NULL, 'Mi1ZRyTFI7wNPcW1C-ZxTQ');
INSERT INTO "households" VALUES (8, 1, 2, 'import/1008', '1008', '示范户辛', 'sfhx', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.966Z', NULL, NULL, 'EJKpbmg0HU-n_pKg8ptmIA');
INSERT INTO "households" VALUES (9, 1, 1, 'import/1009', '1009', '示范户壬', 'sfhr', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.966Z', NULL, NULL, 'YOLW0VC1SJWRXMU6Qy0Zug');
INSERT INTO "households" VALUES (10, 1, 2, 'import/1010', '1010', '示范户癸', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.966Z', NULL, NULL, 'yE6KaR8sa9lqzzvLjWA3-g');
INSERT INTO "households" VALUES (11, 1, 1, 'import/1011', '1011', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.966Z', NULL, NULL, 'EZiY0FR-LaKTIsopFS-d5A');
INSERT INTO "households" VALUES (12, 1, 2, 'import/1012', '1012', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:53.967Z', NULL, NULL, 'nUr3vHDsC3F62nzIZ3tHpg');
INSERT INTO "rules" VALUES (1, 1, 1, 1, 0);
INSERT INTO "rules" VALUES (2, 1, 2, 2, 0);
INSERT INTO "rules" VALUES (3, 1, 2, 3, 0);
INSERT INTO "rules" VALUES (4, 1, 5, 4, 0);
INSERT INTO "rules" VALUES (5, 1, 5, 5, 0);
INSERT INTO "rule_versions" VALUES (1, 1, 1, 1, '参加村民会议', 'cjcmhy', '{"effect":"award","scale":{"type":"fixed","points":20},"caps":[{"period":"month","by":"points","limit":60}],"evidence":false,"reviewers":0}', '2026-11-28T12:53:53.967Z', NULL);
INSERT INTO "rule_versions" VALUES (2, 1, 2, 1, '庭院月检', 'tyyj', '{"effect":"award","scale":{"type":"range","min":0,"max":100},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:53.967Z', NULL);
INSERT INTO "rule_versions" VALUES (3, 1, 3, 1, '乱堆乱放', 'ldlf', '{"effect":"deduct","scale":{"type":"fixed","points":20},"caps":[],"evidence":true,"reviewers":0}', '2026-11-28T12:53:53.967Z', NULL);
INSERT INTO "rule_versions" VALUES (4, 1, 4, 1, '志愿服务', 'zyfw', '{"effect":"award","scale":{"type":"perUnit","points":10,"unit":"小时","maxUnits":4},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:53.968Z', NULL);
INSERT INTO "rule_versions" VALUES (5, 1, 5, 1, '应急值守', 'yjzs', '{"effect":"award","scale":{"type":"fixed","points":40},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:53.968Z', NULL);
INSERT INTO "chains" VALUES (1, 'one/c545fffa-4c5d-4d71-a72e-f71ed8abb076', 5, '578d6a948a70481ce1b7fbed02868ae19f9004bb6bc4ddea9040c9efcdc9d0bd');
INSERT INTO "postings" VALUES (1, 1, '37b6fffb-1b8f-4e70-9fb2-bd7ee36408ae', 'award', 1, 1, 1, 1, 20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:54.052Z', 2, 'secretary', '代开é', NULL, 'cd3351f7d44d54f45b09c91b4879a8d6f48a05590d5fec368bcad0a3ed018e31', '267712e61397789b4c8aca267f30b12b51693af252efd5b1af1910d0aea0d62c', NULL);
INSERT INTO "postings" VALUES (1, 2, 'e06f5758-155c-43b4-9cae-e7f3289b8f6b', 'award', 2, 1, 4, 5, 15, 1.5, '志愿服务', '2026-01-01', '2026-11-28T12:53:54.067Z', 2, 'secretary', NULL, NULL, '475fd6fb5596a8d54c968e334605f17600512d93781ef1d0ad8e908b9cb76088', '7f6486b9aedaba4b1c455eed9d418d8e16ae43b95d75d2f7d000f0d02355cc1d', NULL);
INSERT INTO "postings" VALUES (1, 3, 'bb4b5ff2-797e-4c5b-be14-fdc1b42e193a', 'award', 3, 1, 2, 2, 80, NULL, '庭院月检', '2026-01-01', '2026-11-28T12:53:54.067Z', 2, 'secretary', CAST(X'e68ea7e588b607e5ad97e7aca6' AS TEXT), NULL, 'a7d714804242c912c5894002401122edc937cd3d450b8426b051a15161549710', 'bf1bc47254dd0d0c10ca95bbaa25561c471d2ee32386b63734a864fea2c34143', NULL);
INSERT INTO "postings" VALUES (1, 4, '5ce8977d-2ccb-458e-b37e-ad9a6bb4e6a2', 'deduct', 4, 1, 3, 2, -20, NULL, '乱堆乱放', '2026-01-01', '2026-11-28T12:53:54.077Z', 2, 'secretary', NULL, NULL, '760827c22682224de8cf24e0742dd674e5f9c7083c3c521afd7eb8c04904d61c', '42287c86e39ed7ea22361e22429f472a4ab116ce1e35dfa93deca09a374776f4', NULL);
INSERT INTO "postings" VALUES (1, 5, '29691dc0-755f-47bf-814d-f8e6a5c4e8be', 'reversal', 1, 1, 1, 1, -20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:54.081Z', 2, 'secretary', '记错了é', 1, '31bbf24e221050409487d45334f67f54f17bc495acd8ccafac9b99f3af8ce09d', '578d6a948a70481ce1b7fbed02868ae19f9004bb6bc4ddea9040c9efcdc9d0bd', NULL);
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
INSERT INTO "users" VALUES (1, 'clerk', 'clerk', '$argon2id$v=19$m=19456,t=2,p=1$jNHiJEHq4aMY48Nn+/gg7g$/itetj21X7n6maDiB+2f7lpfOJu/XU+d/TPAumrjMpc', '2026-11-28T12:53:53.981Z');
INSERT INTO "users" VALUES (2, 'secretary', 'secretary', '$argon2id$v=19$m=19456,t=2,p=1$2mkZ9jKOLjZhhm9oXzdRpA$mZge7EZtQN09Y5FCx/zD1wvwox+fkKZLF7SBbeNFmgk', '2026-11-28T12:53:53.989Z');
INSERT INTO "memberships" VALUES (1, NULL, 'clerk');
INSERT INTO "memberships" VALUES (2, NULL, 'admin');
INSERT INTO "sessions" VALUES ('564437d0b2d3399e7fe44eeaffc25b40ad9a98b746d491fe413bae89c9b50802', NULL, 2, 'cde2803e-6078-47ba-8142-bcce6c371e10', 1795870434033, 1795870434033, 1797080034033);
INSERT INTO "audit" VALUES (1, 1, NULL, 'village.created', 'one', NULL, '{"slug":"one","name":"示范一村","timezone":"Asia/Shanghai","season":{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-12-31"}}', '2026-11-28T12:53:53.944Z');
INSERT INTO "audit" VALUES (2, 1, NULL, 'records.imported', '', NULL, '{"newHouseholds":12,"newRules":5,"postings":0,"alreadyWritten":0}', '2026-11-28T12:53:53.968Z');
INSERT INTO "audit" VALUES (3, NULL, NULL, 'user.created', 'clerk', NULL, '{"roles":[{"role":"clerk","village":null}]}', '2026-11-28T12:53:53.981Z');
INSERT INTO "audit" VALUES (4, NULL, NULL, 'user.created', 'secretary', NULL, '{"roles":[{"role":"admin","village":null}]}', '2026-11-28T12:53:53.989Z');
INSERT INTO "household_history" VALUES (1, 1, 1, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.964Z');
INSERT INTO "household_history" VALUES (2, 1, 2, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.965Z');
INSERT INTO "household_history" VALUES (3, 1, 3, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.965Z');
INSERT INTO "household_history" VALUES (4, 1, 4, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.965Z');
INSERT INTO "household_history" VALUES (5, 1, 5, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.965Z');
INSERT INTO "household_history" VALUES (6, 1, 6, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.966Z');
INSERT INTO "household_history" VALUES (7, 1, 7, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.966Z');
INSERT INTO "household_history" VALUES (8, 1, 8, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.966Z');
INSERT INTO "household_history" VALUES (9, 1, 9, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.966Z');
INSERT INTO "household_history" VALUES (10, 1, 10, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.966Z');
INSERT INTO "household_history" VALUES (11, 1, 11, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.967Z');
INSERT INTO "household_history" VALUES (12, 1, 12, 'created', '{}', NULL, NULL, NULL, '系统', '2026-11-28T12:53:53.967Z');
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
