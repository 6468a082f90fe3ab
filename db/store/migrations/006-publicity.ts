import { type Kysely, sql } from 'kysely'

/** Publications, each a frozen list over a stretch of the ledger, and the objections made to what stands in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Points of postings after this one can be spent once a publication over them has closed; NULL: at once.
  `ALTER TABLE villages ADD COLUMN holds_after INTEGER`,

  `CREATE TABLE publications (
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
  ) STRICT`,
  `CREATE TRIGGER publications_are_never_changed BEFORE UPDATE ON publications
    BEGIN SELECT RAISE(ABORT, 'a publication is frozen'); END`,

  `CREATE TABLE objections (
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
  ) STRICT`,
  `CREATE UNIQUE INDEX one_open_objection ON objections (village_id, posting_seq) WHERE state = 'open'`,
  `CREATE INDEX objections_by_publication ON objections (village_id, publication_id)`,
]
