-- What looks over the whole record at once, timelines, counts, maps, reads it from here: of every change the events, memberships
-- and links that it opened, closed and moved, in a few dozen bytes an event (record/glance_pack.go). None of this is a
-- fact: it can be made anew from the other tables.

-- +goose Up
CREATE TABLE glances (
    change INTEGER PRIMARY KEY,   -- changes.n
    body   BLOB NOT NULL
);

CREATE TABLE unglanced (          -- changes that were made before there were glances, and have none yet
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL
);
INSERT INTO unglanced (first, last) SELECT min(n), max(n) FROM changes HAVING count(*) > 0;

-- +goose Down
DROP TABLE unglanced; DROP TABLE glances;
