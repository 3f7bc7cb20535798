-- What following feeds remembers between its polls: the feeds, their items that were seen, robots.txt. These are no
-- facts: they are replaced as they change, and belong to no change of the record.

-- +goose Up
CREATE TABLE remembered (
    kind  TEXT NOT NULL,          -- feed, item, robots
    owner TEXT NOT NULL,          -- of an item the address of its feed, else ''
    name  TEXT NOT NULL,          -- the address of the feed, the key of the item, the origin of robots.txt
    body  TEXT NOT NULL,          -- JSON
    PRIMARY KEY (kind, owner, name)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE remembered;
