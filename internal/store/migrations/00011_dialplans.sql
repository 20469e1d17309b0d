-- +goose Up
-- What callers meet, as it was written: never changed, so that a call of long ago
-- can be understood. The version is the beginning of the text's SHA-256.
CREATE TABLE dialplan_versions (
    version  text PRIMARY KEY CHECK (version ~ '^[0-9a-f]{16}$'),
    source   text NOT NULL CHECK (source <> '' AND length(source) <= 1048576),
    author   text NOT NULL CHECK (author <> ''),
    note     text NOT NULL DEFAULT '',
    at       timestamptz NOT NULL
);
CREATE TRIGGER dialplan_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dialplan_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The newest row is the version that callers meet: exactly one, whatever fails.
-- Going back to an older version is a row like any other.
CREATE TABLE dialplan_activations (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version  text NOT NULL REFERENCES dialplan_versions (version),
    -- what callers met before: of two who change the same, one is refused
    before   bigint UNIQUE REFERENCES dialplan_activations (id),
    actor    text NOT NULL CHECK (actor <> ''),
    at       timestamptz NOT NULL
);
CREATE UNIQUE INDEX dialplan_activations_first_idx ON dialplan_activations ((before IS NULL)) WHERE before IS NULL;
CREATE TRIGGER dialplan_activations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dialplan_activations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE dialplan_activations;
DROP TABLE dialplan_versions;
