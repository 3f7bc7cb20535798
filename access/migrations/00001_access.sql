-- Who may do what at the desk, first version. docs/formats/access.md describes the tables. Times are milliseconds since
-- 1970-01-01 UTC. Nothing that opens a door is stored as it is: of passwords the argon2id hash, of sessions and tokens
-- the SHA-256 of 256 and 160 random bits.

-- +goose Up
CREATE TABLE settings (
    name   TEXT PRIMARY KEY,
    value  BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE accounts (
    n         INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,         -- as it stands in the record's changes
    fold      TEXT    NOT NULL UNIQUE,  -- the name without regard to capitals: no two differ in them alone
    role      TEXT    NOT NULL,         -- read, review, admin
    password  TEXT    NOT NULL,         -- the hash with its parameters, '' for an account that signs in by a proxy or by tokens only
    disabled  INTEGER NOT NULL DEFAULT 0,
    created   INTEGER NOT NULL,
    seen      INTEGER NOT NULL DEFAULT 0  -- within a few minutes; 0 for never
);

CREATE TABLE sessions (
    hash     BLOB    PRIMARY KEY,       -- SHA-256 of what the cookie holds
    account  INTEGER NOT NULL REFERENCES accounts (n) ON DELETE CASCADE,
    created  INTEGER NOT NULL,
    seen     INTEGER NOT NULL,          -- within a minute
    ends     INTEGER NOT NULL,          -- whatever is done with it
    address  TEXT    NOT NULL,          -- from where it was begun
    agent    TEXT    NOT NULL           -- the browser that began it, as it calls itself
) WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_ends ON sessions (ends);

CREATE TABLE tokens (
    id       TEXT    PRIMARY KEY,       -- t- and the beginning of the hash
    hash     BLOB    NOT NULL UNIQUE,   -- SHA-256 of the token
    account  INTEGER NOT NULL REFERENCES accounts (n) ON DELETE CASCADE,
    label    TEXT    NOT NULL,
    role     TEXT    NOT NULL,          -- the lower of this and the account's counts
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL,          -- 0 for never
    used     INTEGER NOT NULL DEFAULT 0,-- within a few minutes; 0 for never
    revoked  INTEGER NOT NULL DEFAULT 0 -- when; 0 while it stands
) WITHOUT ROWID;
CREATE INDEX tokens_account ON tokens (account);

-- Failures to sign in, of one name from one address: who fails again waits longer. Names are stored as keyed hashes, as
-- what is typed for a name may be a password.
CREATE TABLE failures (
    name     BLOB    NOT NULL,
    address  TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    PRIMARY KEY (name, address)
) WITHOUT ROWID;
CREATE INDEX failures_last ON failures (last);

CREATE TABLE audit (
    n        INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    who      TEXT    NOT NULL,          -- '' when nobody was known
    address  TEXT    NOT NULL,
    how      TEXT    NOT NULL,          -- local, session, token, proxy, terminal, ''
    action   TEXT    NOT NULL,
    target   TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,          -- done, refused, failed
    detail   TEXT    NOT NULL
);
CREATE INDEX audit_at ON audit (at);

-- +goose StatementBegin
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is not changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is not changed');
END;
-- +goose StatementEnd
