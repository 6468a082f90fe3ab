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
  ) STRICT;
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
    created_at TEXT NOT NULL,
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
    hash TEXT NOT NULL CHECK (length(hash) = 64),
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
INSERT INTO "kysely_migration" VALUES ('001-ledger', '2026-11-28T12:53:51.991Z');
INSERT INTO "kysely_migration_lock" VALUES ('migration_lock', 0);
INSERT INTO "installation" VALUES (1, '0ca68f253d632f75', 'f3aa7ad11b0b542d71e2304b6a60181bcdcef7d6cf3ea02de80957b4831a5b2f');
INSERT INTO "villages" VALUES (1, 'one', '示范一村', '', 'Asia/Shanghai', 'masked', 0, '[{"by":"dimension","dimension":5}]', 0, 1, '2026-11-28T12:53:52.019Z');
INSERT INTO "seasons" VALUES (1, 1, '2026', '2026-01-01', '2026-12-31', 'active');
INSERT INTO "dimensions" VALUES (1, 1, '会议学习', 1);
INSERT INTO "dimensions" VALUES (2, 1, '环境卫生', 2);
INSERT INTO "dimensions" VALUES (3, 1, '传统美德', 3);
INSERT INTO "dimensions" VALUES (4, 1, '遵纪守法', 4);
INSERT INTO "dimensions" VALUES (5, 1, '志愿服务', 5);
INSERT INTO "household_groups" VALUES (1, 1, '1组');
INSERT INTO "household_groups" VALUES (2, 1, '2组');
INSERT INTO "households" VALUES (1, 1, 1, 'import/1001', '1001', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.036Z');
INSERT INTO "households" VALUES (2, 1, 2, 'import/1002', '1002', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.037Z');
INSERT INTO "households" VALUES (3, 1, 1, 'import/1003', '1003', '示范户丙', 'sfhb', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.037Z');
INSERT INTO "households" VALUES (4, 1, 2, 'import/1004', '1004', '示范户丁', 'sfhd', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.037Z');
INSERT INTO "households" VALUES (5, 1, 1, 'import/1005', '1005', '示范户戊', 'sfhw', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.037Z');
INSERT INTO "households" VALUES (6, 1, 2, 'import/1006', '1006', '示范户己', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.037Z');
INSERT INTO "households" VALUES (7, 1, 1, 'import/1007', '1007', '示范户庚', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.037Z');
INSERT INTO "households" VALUES (8, 1, 2, 'import/1008', '1008', '示范户辛', 'sfhx', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.038Z');
INSERT INTO "households" VALUES (9, 1, 1, 'import/1009', '1009', '示范户壬', 'sfhr', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.038Z');
INSERT INTO "households" VALUES (10, 1, 2, 'import/1010', '1010', '示范户癸', 'sfhg', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.038Z');
INSERT INTO "households" VALUES (11, 1, 1, 'import/1011', '1011', '示范户甲', 'sfhj', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.038Z');
INSERT INTO "households" VALUES (12, 1, 2, 'import/1012', '1012', '示范户乙', 'sfhy', 3, NULL, NULL, 0, 0, '2026-11-28T12:53:52.038Z');
INSERT INTO "rules" VALUES (1, 1, 1, 1, 0);
INSERT INTO "rules" VALUES (2, 1, 2, 2, 0);
INSERT INTO "rules" VALUES (3, 1, 2, 3, 0);
INSERT INTO "rules" VALUES (4, 1, 5, 4, 0);
INSERT INTO "rules" VALUES (5, 1, 5, 5, 0);
INSERT INTO "rule_versions" VALUES (1, 1, 1, 1, '参加村民会议', 'cjcmhy', '{"effect":"award","scale":{"type":"fixed","points":20},"caps":[{"period":"month","by":"points","limit":60}],"evidence":false,"reviewers":0}', '2026-11-28T12:53:52.038Z', NULL);
INSERT INTO "rule_versions" VALUES (2, 1, 2, 1, '庭院月检', 'tyyj', '{"effect":"award","scale":{"type":"range","min":0,"max":100},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:52.039Z', NULL);
INSERT INTO "rule_versions" VALUES (3, 1, 3, 1, '乱堆乱放', 'ldlf', '{"effect":"deduct","scale":{"type":"fixed","points":20},"caps":[],"evidence":true,"reviewers":0}', '2026-11-28T12:53:52.039Z', NULL);
INSERT INTO "rule_versions" VALUES (4, 1, 4, 1, '志愿服务', 'zyfw', '{"effect":"award","scale":{"type":"perUnit","points":10,"unit":"小时","maxUnits":4},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:52.039Z', NULL);
INSERT INTO "rule_versions" VALUES (5, 1, 5, 1, '应急值守', 'yjzs', '{"effect":"award","scale":{"type":"fixed","points":40},"caps":[],"evidence":false,"reviewers":0}', '2026-11-28T12:53:52.039Z', NULL);
INSERT INTO "chains" VALUES (1, 'one/ad05fc07-6417-4441-ba26-e7d246d42d66', 5, '152784623c7ac2b628f4f6a99b8d53c3b6882afba7a8f60a8994d9a8a9b24710');
INSERT INTO "postings" VALUES (1, 1, '8f5333ce-b610-4031-859d-8dab5195127f', 'award', 1, 1, 1, 1, 20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:52.151Z', 2, 'secretary', '代开é', NULL, 'cd3351f7d44d54f45b09c91b4879a8d6f48a05590d5fec368bcad0a3ed018e31', '452c4705e836c4e2f50d8befb7be3ea181bc9a656728811f71b5e0191673310b');
INSERT INTO "postings" VALUES (1, 2, '4495de0a-fcdd-4380-95f3-aeec1b5c9002', 'award', 2, 1, 4, 5, 15, 1.5, '志愿服务', '2026-01-01', '2026-11-28T12:53:52.173Z', 2, 'secretary', NULL, NULL, '475fd6fb5596a8d54c968e334605f17600512d93781ef1d0ad8e908b9cb76088', '5da93871e2e6886f3b5acc1b6deba3f9eb6aec0ea23be0f1d560f3c05124fefe');
INSERT INTO "postings" VALUES (1, 3, '0ffd1ca8-8c75-4e00-a474-97779e9e45ec', 'award', 3, 1, 2, 2, 80, NULL, '庭院月检', '2026-01-01', '2026-11-28T12:53:52.173Z', 2, 'secretary', CAST(X'e68ea7e588b607e5ad97e7aca6' AS TEXT), NULL, 'a7d714804242c912c5894002401122edc937cd3d450b8426b051a15161549710', '045779479ac47e5f66bdf143186151575e09c4da490688410993f1138dd0d5c1');
INSERT INTO "postings" VALUES (1, 4, 'de469afc-9a5f-4ae8-a10c-7e105e46d042', 'deduct', 4, 1, 3, 2, -20, NULL, '乱堆乱放', '2026-01-01', '2026-11-28T12:53:52.181Z', 2, 'secretary', NULL, NULL, '760827c22682224de8cf24e0742dd674e5f9c7083c3c521afd7eb8c04904d61c', '386b651a5ed1cb44ecd8a94061da4df661f52b3b04f65de60662bc8368f21abb');
INSERT INTO "postings" VALUES (1, 5, '633f3dfc-0545-4d40-a1f2-56c9e1ee7d20', 'reversal', 1, 1, 1, 1, -20, NULL, '参加村民会议', '2026-01-01', '2026-11-28T12:53:52.185Z', 2, 'secretary', '记错了é', 1, '2c9930a611afae6adeb4986b649751528f300d10424326b2ed29476b935fb6f5', '152784623c7ac2b628f4f6a99b8d53c3b6882afba7a8f60a8994d9a8a9b24710');
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
INSERT INTO "users" VALUES (1, 'clerk', 'clerk', '$argon2id$v=19$m=19456,t=2,p=1$Ms9GrSChbFqL/gs7p3hI3w$b2Es4L9OqLXulgHOGouY4oa5ClwuN1pcGk3ApP4wUUk', '2026-11-28T12:53:52.061Z');
INSERT INTO "users" VALUES (2, 'secretary', 'secretary', '$argon2id$v=19$m=19456,t=2,p=1$QCgvLsWj7G3m6W8oGLgOZA$1/Dfw1yptnF2oJnu05Gurgx8OSpJjxBvfMlCgnNhGNE', '2026-11-28T12:53:52.078Z');
INSERT INTO "memberships" VALUES (1, NULL, 'clerk');
INSERT INTO "memberships" VALUES (2, NULL, 'admin');
INSERT INTO "sessions" VALUES ('dcf532cf39ff6df864229e8e78c2a9b47fa116e906cbd157fc1fe3e37fdfa33b', NULL, 2, '502356e3-4c13-45f5-a72b-76acc5d3be4d', 1795870432123, 1795870432123, 1797080032123);
INSERT INTO "audit" VALUES (1, 1, NULL, 'village.created', 'one', NULL, '{"slug":"one","name":"示范一村","timezone":"Asia/Shanghai","season":{"name":"2026","startsOn":"2026-01-01","endsOn":"2026-12-31"}}', '2026-11-28T12:53:52.020Z');
INSERT INTO "audit" VALUES (2, 1, NULL, 'records.imported', '', NULL, '{"newHouseholds":12,"newRules":5,"postings":0,"alreadyWritten":0}', '2026-11-28T12:53:52.039Z');
INSERT INTO "audit" VALUES (3, NULL, NULL, 'user.created', 'clerk', NULL, '{"roles":[{"role":"clerk","village":null}]}', '2026-11-28T12:53:52.061Z');
INSERT INTO "audit" VALUES (4, NULL, NULL, 'user.created', 'secretary', NULL, '{"roles":[{"role":"admin","village":null}]}', '2026-11-28T12:53:52.079Z');
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
