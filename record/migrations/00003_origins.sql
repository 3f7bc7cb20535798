-- Copies and origins: what is kept of each text to find its copies, the copies that were found, the families that they
-- make, and what a report itself says of where it comes from.

-- +goose Up
CREATE TABLE signatures (         -- of a row of reports, which never changes
    report  INTEGER PRIMARY KEY REFERENCES reports (n),
    skipped INTEGER NOT NULL,     -- bands that enough reports had when this one came: it is not stored under them
    body    BLOB    NOT NULL      -- origin.Signature, encoded
);

CREATE TABLE bands (              -- where copies are looked for; the first reports of each band
    period INTEGER NOT NULL,      -- 64 days of publication, from 1970-01-01; -100000 when the day is not known
    band   INTEGER NOT NULL,
    report INTEGER NOT NULL,      -- reports.n
    bands  INTEGER NOT NULL,      -- how many that report has in all
    PRIMARY KEY (period, band, report)
) WITHOUT ROWID;

CREATE TABLE copies (             -- two reports that share their words, each pair once
    n        INTEGER PRIMARY KEY,
    since    INTEGER NOT NULL REFERENCES changes (n),
    until    INTEGER          REFERENCES changes (n),
    a        INTEGER NOT NULL REFERENCES reports (n),   -- stored before b
    b        INTEGER NOT NULL REFERENCES reports (n),
    relation TEXT    NOT NULL,    -- identical, near, version, excerpt, contained
    of_a     REAL    NOT NULL,    -- the share of a's words in a row that b has
    of_b     REAL    NOT NULL,    -- and of b's that a has
    longer   INTEGER NOT NULL,    -- -1 when a is longer, 1 when b is
    first    INTEGER NOT NULL,    -- -1 when a was published first, 1 when b was, 0 when this is not known
    kept     INTEGER NOT NULL,    -- places in which both have the same number or name
    replaced INTEGER NOT NULL,    -- places in which they have different ones
    reason   TEXT    NOT NULL
);
CREATE INDEX copies_a ON copies (a);
CREATE INDEX copies_b ON copies (b);

CREATE TABLE families (           -- reports that go back to one text; a report without copies has no row
    n      INTEGER PRIMARY KEY,
    since  INTEGER NOT NULL REFERENCES changes (n),
    until  INTEGER          REFERENCES changes (n),
    report INTEGER NOT NULL REFERENCES reports (n),
    family INTEGER NOT NULL       -- a number that the reports of one family share
);
CREATE INDEX families_report ON families (report);
CREATE INDEX families_family ON families (family);

CREATE TABLE told (               -- what a report says of where it comes from; no row when it names nobody
    n      INTEGER PRIMARY KEY,
    since  INTEGER NOT NULL REFERENCES changes (n),
    until  INTEGER          REFERENCES changes (n),
    report INTEGER NOT NULL REFERENCES reports (n),
    body   TEXT    NOT NULL       -- JSON of origin.Told
);
CREATE INDEX told_report ON told (report);

-- +goose Down
DROP TABLE told; DROP TABLE families; DROP TABLE copies; DROP TABLE bands; DROP TABLE signatures;
