-- By what events, quotations and reports are found: which of them have which term (docs/formats/query.md lists the
-- terms). Plain SQL: the lists are packed numbers in blobs, so that a list of a million takes a megabyte and is read at
-- once. What is new stands unpacked, a row for each addition; a thousand rows become a segment, eight segments a larger
-- one, so that the cost of adding does not grow with the record. None of this is a fact: it could be made anew.

-- +goose Up
CREATE TABLE terms (              -- the dictionary of what can be searched
    n    INTEGER PRIMARY KEY,
    kind TEXT    NOT NULL,        -- "event source", "quotation text"
    word TEXT    NOT NULL,
    UNIQUE (kind, word)
);

CREATE TABLE unpacked (           -- what was added since the last segment: numbers, days and terms of rows
    n    INTEGER PRIMARY KEY,
    body BLOB    NOT NULL
);

CREATE TABLE segments (
    n     INTEGER PRIMARY KEY,
    level INTEGER NOT NULL        -- 0 for what was unpacked, each level eight times the one below
);

CREATE TABLE lists (              -- which rows have a term
    n       INTEGER PRIMARY KEY,
    segment INTEGER NOT NULL REFERENCES segments (n),
    term    INTEGER NOT NULL,     -- the first term in the body
    body    BLOB    NOT NULL
);
CREATE INDEX lists_term ON lists (segment, term, n);

CREATE TABLE days (               -- what rows are ordered by and compared with
    n     INTEGER PRIMARY KEY,
    shelf INTEGER NOT NULL,       -- 0 events, 1 quotations, 2 reports
    first INTEGER NOT NULL,       -- the first and the last row in the body
    last  INTEGER NOT NULL,
    body  BLOB    NOT NULL
);
CREATE INDEX days_shelf ON days (shelf, first, last);

-- What is closed is left out: of rows that stand there is nothing in these.
CREATE INDEX reports_until ON reports (until) WHERE until IS NOT NULL;
CREATE INDEX quotations_until ON quotations (until) WHERE until IS NOT NULL;
CREATE INDEX events_until ON events (until) WHERE until IS NOT NULL;

-- +goose Down
DROP INDEX events_until; DROP INDEX quotations_until; DROP INDEX reports_until;
DROP TABLE days; DROP TABLE lists; DROP TABLE segments; DROP TABLE unpacked; DROP TABLE terms;
