-- By what entries of the ledger are found, so that a page of them is read without the others. No fact: it follows from
-- the entries that stand.

-- +goose Up
CREATE TABLE ledger_facets (
    facet  TEXT    NOT NULL,      -- '' all entries, track, party (a key or an actor's id), occurrence (of a step)
    key    TEXT    NOT NULL,
    opened TEXT    NOT NULL,      -- ISO 8601 day, '' when it is not known
    id     TEXT    NOT NULL,      -- ledger.id
    entry  INTEGER NOT NULL,      -- ledger.n
    PRIMARY KEY (facet, key, opened, id)
) WITHOUT ROWID;
CREATE INDEX ledger_facets_entry ON ledger_facets (entry);
CREATE INDEX ledger_id ON ledger (id);
INSERT OR IGNORE INTO ledger_facets (facet, key, opened, id, entry)
    SELECT '', '', coalesce(CAST(body AS TEXT) ->> '$.opened', ''), id, n FROM ledger WHERE until IS NULL;
INSERT OR IGNORE INTO ledger_facets (facet, key, opened, id, entry)
    SELECT 'track', t.value, coalesce(CAST(l.body AS TEXT) ->> '$.opened', ''), l.id, l.n
    FROM ledger l, json_each(CAST(l.body AS TEXT), '$.tracks') t WHERE l.until IS NULL;
INSERT OR IGNORE INTO ledger_facets (facet, key, opened, id, entry)
    SELECT 'party', p.value, coalesce(CAST(l.body AS TEXT) ->> '$.opened', ''), l.id, l.n
    FROM ledger l, json_each(CAST(l.body AS TEXT), '$.pair') p WHERE l.until IS NULL;
INSERT OR IGNORE INTO ledger_facets (facet, key, opened, id, entry)
    SELECT 'party', p.value ->> '$.actor', coalesce(CAST(l.body AS TEXT) ->> '$.opened', ''), l.id, l.n
    FROM ledger l, json_each(json_array(CAST(l.body AS TEXT) -> '$.from', CAST(l.body AS TEXT) -> '$.to', CAST(l.body AS TEXT) -> '$.does')) g, json_each(g.value) p
    WHERE l.until IS NULL AND p.value ->> '$.actor' IS NOT NULL;
INSERT OR IGNORE INTO ledger_facets (facet, key, opened, id, entry)
    SELECT 'occurrence', s.value ->> '$.occurrence', coalesce(CAST(l.body AS TEXT) ->> '$.opened', ''), l.id, l.n
    FROM ledger l, json_each(CAST(l.body AS TEXT), '$.steps') s WHERE l.until IS NULL AND coalesce(s.value ->> '$.occurrence', '') <> '';

-- +goose Down
DROP TABLE ledger_facets; DROP INDEX ledger_id;
