-- +goose Up
-- What became of a file: chosen to be published with its ticket (Điều 12.1), or taken away. What was added stays as
-- it was added, and stays: it may be evidence.
ALTER TABLE attachments
    ADD COLUMN public          boolean NOT NULL DEFAULT false,
    ADD COLUMN removed_at      timestamptz,
    ADD COLUMN removed_by      text NOT NULL DEFAULT '',
    ADD COLUMN removed_reason  text NOT NULL DEFAULT '',
    ADD CONSTRAINT attachments_removed CHECK ((removed_at IS NULL) = (removed_by = '') AND (removed_at IS NULL) = (removed_reason = '')),
    ADD CONSTRAINT attachments_public CHECK (NOT public OR removed_at IS NULL);
CREATE TRIGGER attachments_kept BEFORE DELETE OR TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attachments_as_added
    BEFORE UPDATE OF id, ticket_id, name, kind, bytes, sha256, purpose, unit, added_by, added_at, signatures, trusted ON attachments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TRIGGER attachments_as_added ON attachments;
DROP TRIGGER attachments_kept ON attachments;
ALTER TABLE attachments DROP CONSTRAINT attachments_public, DROP CONSTRAINT attachments_removed,
    DROP COLUMN public, DROP COLUMN removed_at, DROP COLUMN removed_by, DROP COLUMN removed_reason;
