-- The record, first version. Plain SQL that SQLite and PostgreSQL both understand, but for the full text (full_text),
-- which each database does in its own way.
--
-- Every fact carries the change that brought it (since) and the change that superseded it (until, NULL while it
-- stands). Nothing else of a row is ever updated and no row is deleted: the record as of change c is the rows with
-- since <= c and (until is NULL or until > c).

-- +goose Up
CREATE TABLE changes (            -- one a transaction
    n       INTEGER PRIMARY KEY,  -- grows by one
    at      TEXT    NOT NULL,     -- RFC 3339, UTC
    author  TEXT    NOT NULL,     -- "chancery", or who
    kind    TEXT    NOT NULL,     -- add, watch, review, reread, import
    reason  TEXT    NOT NULL
);

CREATE TABLE versions (           -- what readings were made with
    n        INTEGER PRIMARY KEY,
    engine   TEXT NOT NULL,
    models   TEXT NOT NULL,
    codebook TEXT NOT NULL,
    UNIQUE (engine, models, codebook)
);

-- The keys, days and changes stand before the long columns, so that reading them does not walk through a long row.
CREATE TABLE reports (
    n         INTEGER PRIMARY KEY,
    since     INTEGER NOT NULL REFERENCES changes (n),
    until     INTEGER          REFERENCES changes (n),
    day       INTEGER,            -- first possible day of published, days since 1970-01-01
    id        TEXT    NOT NULL,
    sha256    TEXT    NOT NULL,   -- of the normalised text
    outlet    TEXT    NOT NULL,
    url       TEXT    NOT NULL,
    language  TEXT    NOT NULL,
    published TEXT    NOT NULL,   -- EDTF, '' when unknown
    source    TEXT    NOT NULL,   -- file and line, address or feed it came from
    title     TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    rest      BLOB    NOT NULL,   -- JSON: blocks, furniture, dateline…; compressed with Zstandard when it is long
    raw       BLOB                -- what came in, when that is not the text; compressed with Zstandard when it is long
);
CREATE INDEX reports_id ON reports (id);
CREATE UNIQUE INDEX reports_standing ON reports (id) WHERE until IS NULL;
CREATE INDEX reports_sha256 ON reports (sha256);
CREATE INDEX reports_since ON reports (since);

-- Words and phrases of all reports, also of those that were revised: full_text.rowid is reports.n. What goes in are the
-- words as query.Fold gives them, so that a word is the same for events, quotations and reports. The text itself stands
-- in reports alone.
CREATE VIRTUAL TABLE full_text USING fts5 (
    title, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE readings (           -- one a report and rereading; its quotations and events stand in their own tables
    n         INTEGER PRIMARY KEY,
    since     INTEGER NOT NULL REFERENCES changes (n),
    until     INTEGER          REFERENCES changes (n),
    report    INTEGER NOT NULL REFERENCES reports (n),
    versions  INTEGER NOT NULL REFERENCES versions (n),
    sentences BLOB    NOT NULL    -- start and length of each, varints; start counted from the end of the one before
);
CREATE INDEX readings_report ON readings (report);
CREATE INDEX readings_since ON readings (since);

CREATE TABLE quotations (
    n       INTEGER PRIMARY KEY,
    since   INTEGER NOT NULL REFERENCES changes (n),
    until   INTEGER          REFERENCES changes (n),
    report  INTEGER NOT NULL REFERENCES reports (n),
    day     INTEGER,              -- of the report
    id      TEXT    NOT NULL,
    speaker TEXT    NOT NULL,     -- the speaker's actor, else name, else ''
    body    TEXT    NOT NULL      -- JSON as in docs/formats/reading.md
);
CREATE INDEX quotations_id ON quotations (id);
CREATE INDEX quotations_report ON quotations (report);

CREATE TABLE events (             -- a corrected event is a new row with the same id
    n          INTEGER PRIMARY KEY,
    since      INTEGER NOT NULL REFERENCES changes (n),
    until      INTEGER          REFERENCES changes (n),
    report     INTEGER NOT NULL REFERENCES reports (n),
    versions   INTEGER NOT NULL REFERENCES versions (n),
    first      INTEGER,           -- first and last possible day, days since 1970-01-01
    last       INTEGER,
    id         TEXT    NOT NULL,
    by_hand    TEXT    NOT NULL,  -- fields that somebody corrected, comma-separated; 'event' when added by hand
    verdict    TEXT    NOT NULL,  -- '', 'accepted', 'rejected'
    body       TEXT    NOT NULL   -- JSON as in docs/formats/reading.md, with explanation
);
CREATE INDEX events_id ON events (id);
CREATE INDEX events_report ON events (report);
CREATE INDEX events_since ON events (since);

CREATE TABLE members (            -- which occurrence an event belongs to
    n          INTEGER PRIMARY KEY,
    event      TEXT    NOT NULL,  -- events.id
    occurrence TEXT    NOT NULL,
    score      REAL    NOT NULL,
    reasons    TEXT    NOT NULL,  -- one a line
    author     TEXT    NOT NULL,  -- "chancery", or who joined it by hand: then it stays
    since      INTEGER NOT NULL REFERENCES changes (n),
    until      INTEGER          REFERENCES changes (n)
);
CREATE INDEX members_event ON members (event);
CREATE INDEX members_occurrence ON members (occurrence);
CREATE INDEX members_since ON members (since);

CREATE TABLE links (              -- possibly the same; or, verdict 'apart', told to be different by somebody
    n       INTEGER PRIMARY KEY,
    a       TEXT    NOT NULL,     -- occurrences, a < b
    b       TEXT    NOT NULL,
    verdict TEXT    NOT NULL,     -- possible, apart
    score   REAL    NOT NULL,
    reasons TEXT    NOT NULL,
    author  TEXT    NOT NULL,
    since   INTEGER NOT NULL REFERENCES changes (n),
    until   INTEGER          REFERENCES changes (n)
);
CREATE INDEX links_a ON links (a);
CREATE INDEX links_b ON links (b);

CREATE TABLE blocks (             -- where the joiner looks for candidates
    key      INTEGER NOT NULL,    -- hash of kind, parties and days
    event    INTEGER NOT NULL REFERENCES events (n),
    PRIMARY KEY (key, event)
) WITHOUT ROWID;

CREATE TABLE features (           -- what the joiner looks at
    event INTEGER PRIMARY KEY REFERENCES events (n),
    body  BLOB NOT NULL
);

CREATE TABLE reviews (            -- what people decided, in order
    n      INTEGER PRIMARY KEY,
    change INTEGER NOT NULL REFERENCES changes (n),
    action TEXT    NOT NULL,      -- accept, correct, reject, split, join, add, note, undo
    target TEXT    NOT NULL,      -- the identity of an event, quotation, occurrence or report
    field  TEXT    NOT NULL,
    before TEXT    NOT NULL,      -- JSON
    after  TEXT    NOT NULL,      -- JSON
    coder  TEXT    NOT NULL,
    reason TEXT    NOT NULL
);
CREATE INDEX reviews_target ON reviews (target);
CREATE INDEX reviews_change ON reviews (change);

CREATE TABLE failures (           -- items that were set aside
    n      INTEGER PRIMARY KEY,
    source TEXT    NOT NULL,      -- file and line, address or feed
    reason TEXT    NOT NULL,
    since  INTEGER NOT NULL REFERENCES changes (n),
    until  INTEGER          REFERENCES changes (n)   -- when the item could be added after all
);
CREATE INDEX failures_open ON failures (source) WHERE until IS NULL;

CREATE TABLE ledger (             -- entries as last computed; recomputed from the events when stale
    n     INTEGER PRIMARY KEY,
    id    TEXT    NOT NULL,
    track TEXT    NOT NULL,
    pair  TEXT    NOT NULL,       -- countries or actors, sorted, joined by '-'
    state TEXT    NOT NULL,
    body  BLOB    NOT NULL,       -- JSON with every step and its evidence
    since INTEGER NOT NULL REFERENCES changes (n),
    until INTEGER          REFERENCES changes (n)
);
CREATE INDEX ledger_key ON ledger (track, pair);

CREATE TABLE stale (              -- keys of the ledger that events were added to since it was computed
    track  TEXT NOT NULL,
    pair   TEXT NOT NULL,
    PRIMARY KEY (track, pair)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE stale; DROP TABLE ledger; DROP TABLE failures; DROP TABLE reviews;
DROP TABLE features; DROP TABLE blocks; DROP TABLE links; DROP TABLE members; DROP TABLE events; DROP TABLE quotations;
DROP TABLE readings; DROP TABLE full_text; DROP TABLE reports; DROP TABLE versions; DROP TABLE changes;
