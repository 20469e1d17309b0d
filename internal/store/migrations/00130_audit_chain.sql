-- +goose Up
-- The audit log's chain: one link a row, in the order in which the sealer saw it. A table of its own, since a row of the log is
-- never changed, not even to be sealed. hash is SHA-256 of the hash before it (32 zero bytes at first) and the row's canonical form (internal/evidence).
CREATE TABLE audit_seals (
    seq    bigint PRIMARY KEY CHECK (seq > 0),
    entry  bigint NOT NULL UNIQUE,
    hash   bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Rows that wait for their link: whoever adds to the log says so here, in the same transaction, and waits for nobody.
CREATE TABLE audit_unsealed (
    entry  bigint PRIMARY KEY,
    since  timestamptz NOT NULL DEFAULT now()
);

-- +goose StatementBegin
CREATE FUNCTION audit_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (entry) SELECT id FROM added;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_log_waits AFTER INSERT ON audit_log REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION audit_waits();

-- What there was before is sealed once, as it is found.
INSERT INTO audit_unsealed (entry) SELECT id FROM audit_log;

-- +goose Down
DROP TRIGGER audit_log_waits ON audit_log;
DROP FUNCTION audit_waits();
DROP TABLE audit_unsealed;
DROP TABLE audit_seals;
