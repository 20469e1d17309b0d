-- +goose Up
-- A day's manifest (internal/evidence): body is what was signed, byte for byte. Days are Vietnam's.
CREATE TABLE manifests (
    day         text PRIMARY KEY CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    body        bytea NOT NULL,
    sha256      bytea NOT NULL CHECK (length(sha256) = 32),
    signature   bytea NOT NULL CHECK (length(signature) = 64),
    public_key  text NOT NULL, -- PEM; whose it is the configuration says, not this row
    made_at     timestamptz NOT NULL
);
CREATE TRIGGER manifests_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON manifests
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Where in the archive it lies, once it does.
CREATE TABLE manifest_objects (
    day                text PRIMARY KEY REFERENCES manifests (day),
    bucket             text NOT NULL,
    object             text NOT NULL,
    version            text NOT NULL,
    signature_object   text NOT NULL,
    signature_version  text NOT NULL,
    placed_at          timestamptz NOT NULL
);
CREATE TRIGGER manifest_objects_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON manifest_objects
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The day whose manifest lists the recording; null until one does.
ALTER TABLE recordings ADD COLUMN manifest text REFERENCES manifests (day);
CREATE INDEX recordings_unlisted_idx ON recordings (archived_at) WHERE state = 'archived' AND manifest IS NULL;
CREATE INDEX recordings_archived_idx ON recordings (archived_at, id) WHERE state = 'archived';

-- What the nightly look at the proofs found.
CREATE TABLE evidence_checks (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    faults   integer NOT NULL CHECK (faults >= 0),
    unread   integer NOT NULL CHECK (unread >= 0),
    report   jsonb NOT NULL
);

-- +goose Down
DROP TABLE evidence_checks;
DROP INDEX recordings_archived_idx, recordings_unlisted_idx;
ALTER TABLE recordings DROP COLUMN manifest;
DROP TABLE manifest_objects;
DROP TABLE manifests;
