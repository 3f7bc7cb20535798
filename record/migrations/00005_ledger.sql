-- Who deals with whom: the keys of the parties under which the ledger files what an event may open or move.

-- +goose Up
CREATE TABLE dealings (
    key   TEXT NOT NULL,          -- a state's ISO 3166-1 alpha-3 code, or an actor's id
    event TEXT NOT NULL,          -- events.id, of whichever row stands
    PRIMARY KEY (key, event)
) WITHOUT ROWID;
CREATE INDEX dealings_event ON dealings (event);
-- Events that were stored before have no dealings yet: everything is stale until the ledger is made once.
INSERT INTO stale (track, pair) SELECT '*', '*' WHERE EXISTS (SELECT 1 FROM events);

-- +goose Down
DROP TABLE dealings;
