-- +goose Up
-- What somebody types and has not sent yet, so that it is there at another machine too. Sealed under accounts.key, bound
-- to its owner and its place: it holds what citizens said, of tickets that nobody else may read.
CREATE TABLE drafts (
    owner       text NOT NULL REFERENCES users (username),
    key         text NOT NULL CHECK (key <> '' AND length(key) <= 120),
    sealed      bytea NOT NULL,
    version     bigint NOT NULL CHECK (version > 0),
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (owner, key)
);
CREATE INDEX drafts_updated_at_idx ON drafts (updated_at);

-- +goose Down
DROP TABLE drafts;
