-- +goose Up
-- What is deleted when its time is over (recordings/retention) stays as a row: what it was, and by which plan it went.
ALTER TABLE recordings
    DROP CONSTRAINT recordings_state_check, DROP CONSTRAINT recordings_check1, DROP CONSTRAINT recordings_check2, DROP CONSTRAINT recordings_check3;
ALTER TABLE recordings
    -- until when it is kept, and by which rule: null until that was decided; only ever later
    ADD COLUMN keep_until timestamptz,
    ADD COLUMN keep_rule text NOT NULL DEFAULT '',
    -- the archive itself refuses to remove it, whatever its lock (S3 legal hold)
    ADD COLUMN held boolean NOT NULL DEFAULT false,
    ADD COLUMN deleted_at timestamptz,
    ADD CONSTRAINT recordings_state_check CHECK (state IN ('expected', 'spooled', 'archived', 'missing', 'deleted')),
    ADD CONSTRAINT recordings_archived CHECK ((state IN ('archived', 'deleted')) = (archived_at IS NOT NULL)),
    ADD CONSTRAINT recordings_stored CHECK (state NOT IN ('archived', 'deleted') OR (sha256 IS NOT NULL AND bytes IS NOT NULL AND duration_ms IS NOT NULL
        AND channels IS NOT NULL AND bucket IS NOT NULL AND object IS NOT NULL)),
    ADD CONSTRAINT recordings_released CHECK (released_at IS NULL OR state IN ('archived', 'deleted')),
    ADD CONSTRAINT recordings_kept CHECK ((keep_until IS NULL) = (keep_rule = '')),
    ADD CONSTRAINT recordings_deleted CHECK ((state = 'deleted') = (deleted_at IS NOT NULL) AND (state <> 'deleted' OR released_at IS NOT NULL));
CREATE INDEX recordings_undecided_idx ON recordings (archived_at, id) WHERE state = 'archived' AND keep_until IS NULL;
CREATE INDEX recordings_keep_until_idx ON recordings (keep_until, id) WHERE state = 'archived' AND keep_until IS NOT NULL;
CREATE INDEX recordings_held_idx ON recordings (call_id) WHERE held;

-- Nothing of a call is deleted while one stands: of the call, or of a ticket that it belongs to.
CREATE TABLE legal_holds (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    call_id      text REFERENCES calls (id),
    ticket_id    bigint REFERENCES tickets (id),
    reason       text NOT NULL CHECK (reason <> ''),
    document     text NOT NULL DEFAULT '', -- whose decision it is: its number
    placed_at    timestamptz NOT NULL,
    placed_by    text NOT NULL,
    lifted_at    timestamptz,
    lifted_by    text NOT NULL DEFAULT '',
    lift_reason  text NOT NULL DEFAULT '',
    CHECK (num_nonnulls(call_id, ticket_id) = 1),
    CHECK ((lifted_at IS NULL) = (lifted_by = '') AND (lifted_at IS NULL) = (lift_reason = ''))
);
CREATE INDEX legal_holds_call_idx ON legal_holds (call_id) WHERE lifted_at IS NULL;
CREATE INDEX legal_holds_ticket_idx ON legal_holds (ticket_id) WHERE lifted_at IS NULL;
CREATE VIEW held_calls AS
    SELECT call_id::text AS call_id FROM legal_holds WHERE lifted_at IS NULL AND call_id IS NOT NULL
    UNION
    SELECT tc.call_id FROM legal_holds h JOIN ticket_calls tc ON tc.ticket_id = h.ticket_id WHERE h.lifted_at IS NULL;

-- What is going to be deleted, said beforehand.
CREATE TABLE deletion_plans (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    announced_at  timestamptz NOT NULL,
    due_at        timestamptz NOT NULL CHECK (due_at > announced_at),
    stopped_at    timestamptz,
    stopped_by    text NOT NULL DEFAULT '',
    stop_reason   text NOT NULL DEFAULT '',
    done_at       timestamptz,
    CHECK ((stopped_at IS NULL) = (stopped_by = '') AND (stopped_at IS NULL) = (stop_reason = '')),
    CHECK (stopped_at IS NULL OR done_at IS NULL)
);
CREATE INDEX deletion_plans_open_idx ON deletion_plans (due_at) WHERE done_at IS NULL AND stopped_at IS NULL;
CREATE TABLE deletion_items (
    plan        uuid NOT NULL REFERENCES deletion_plans (id),
    recording   uuid NOT NULL REFERENCES recordings (id),
    rule        text NOT NULL CHECK (rule <> ''),
    keep_until  timestamptz NOT NULL,
    -- from here on nothing can save it: the archive is being asked
    begun_at    timestamptz,
    -- deleted; held: a legal hold stood; kept: a rule keeps it longer now; locked: the archive refuses
    outcome     text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'deleted', 'held', 'kept', 'locked')),
    at          timestamptz,
    PRIMARY KEY (plan, recording),
    CHECK ((outcome = '') = (at IS NULL)),
    CHECK (outcome <> 'deleted' OR begun_at IS NOT NULL)
);
CREATE INDEX deletion_items_recording_idx ON deletion_items (recording);

-- What was deleted, signed; body is what was signed, byte for byte.
CREATE TABLE deletion_certificates (
    plan        uuid PRIMARY KEY REFERENCES deletion_plans (id),
    body        bytea NOT NULL,
    sha256      bytea NOT NULL CHECK (length(sha256) = 32),
    signature   bytea NOT NULL CHECK (length(signature) = 64),
    public_key  text NOT NULL,
    made_at     timestamptz NOT NULL
);
CREATE TRIGGER deletion_certificates_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON deletion_certificates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Which manifest lists it.
CREATE TABLE certificate_manifests (
    plan  uuid PRIMARY KEY REFERENCES deletion_certificates (plan),
    day   text NOT NULL REFERENCES manifests (day)
);
CREATE TRIGGER certificate_manifests_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_manifests
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Where in the archive it lies, once it does.
CREATE TABLE certificate_objects (
    plan               uuid PRIMARY KEY REFERENCES deletion_certificates (plan),
    bucket             text NOT NULL,
    object             text NOT NULL,
    version            text NOT NULL,
    signature_object   text NOT NULL,
    signature_version  text NOT NULL,
    placed_at          timestamptz NOT NULL
);
CREATE TRIGGER certificate_objects_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_objects
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE certificate_objects, certificate_manifests, deletion_certificates, deletion_items, deletion_plans;
DROP VIEW held_calls;
DROP TABLE legal_holds;
DROP INDEX recordings_held_idx, recordings_keep_until_idx, recordings_undecided_idx;
ALTER TABLE recordings
    DROP CONSTRAINT recordings_deleted, DROP CONSTRAINT recordings_kept, DROP CONSTRAINT recordings_released, DROP CONSTRAINT recordings_stored,
    DROP CONSTRAINT recordings_archived, DROP CONSTRAINT recordings_state_check,
    DROP COLUMN deleted_at, DROP COLUMN held, DROP COLUMN keep_rule, DROP COLUMN keep_until;
ALTER TABLE recordings
    ADD CONSTRAINT recordings_state_check CHECK (state IN ('expected', 'spooled', 'archived', 'missing')),
    ADD CONSTRAINT recordings_check1 CHECK ((state = 'archived') = (archived_at IS NOT NULL)),
    ADD CONSTRAINT recordings_check2 CHECK (state <> 'archived' OR (sha256 IS NOT NULL AND bytes IS NOT NULL AND duration_ms IS NOT NULL
        AND channels IS NOT NULL AND bucket IS NOT NULL AND object IS NOT NULL)),
    ADD CONSTRAINT recordings_check3 CHECK (released_at IS NULL OR state = 'archived');
