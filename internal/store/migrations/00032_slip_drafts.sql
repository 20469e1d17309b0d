-- +goose Up
-- What a transfer slip said each time that somebody drafted it, the newest too: drafted again, it says what
-- is known then, and what was written before is kept, with who wrote it.
CREATE TABLE slip_drafts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slip_id     bigint NOT NULL REFERENCES transfer_slips (id),
    body        jsonb NOT NULL,
    drafted_by  text NOT NULL REFERENCES users (username),
    drafted_at  timestamptz NOT NULL
);
CREATE INDEX slip_drafts_slip_idx ON slip_drafts (slip_id, id);
INSERT INTO slip_drafts (slip_id, body, drafted_by, drafted_at) SELECT id, body, drafted_by, drafted_at FROM transfer_slips ORDER BY id;
CREATE TRIGGER slip_drafts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON slip_drafts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE slip_drafts;
