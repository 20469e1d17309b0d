-- +goose Up
-- What was to be told where a ticket's sender is not reached after all (Điều 7.3, 8.1): nothing of it is sent any more.
--   queued ─► withdrawn ─► sent, if a gateway was being given it at that moment
ALTER TABLE messages
    ADD COLUMN withdrawn_at timestamptz,
    DROP CONSTRAINT messages_states,
    DROP CONSTRAINT messages_taken,
    ADD CONSTRAINT messages_states CHECK (state IN ('queued', 'sent', 'delivered', 'undelivered', 'failed', 'withdrawn')),
    ADD CONSTRAINT messages_taken CHECK (state IN ('queued', 'failed', 'withdrawn') OR (attempts > 0 AND body <> '' AND gateway <> '')),
    ADD CONSTRAINT messages_withdrawn CHECK (CASE state WHEN 'withdrawn' THEN withdrawn_at IS NOT NULL WHEN 'queued' THEN withdrawn_at IS NULL ELSE true END);

-- +goose Down
UPDATE messages SET state = 'failed', failed_at = withdrawn_at, error = 'withdrawn' WHERE state = 'withdrawn';
ALTER TABLE messages
    DROP CONSTRAINT messages_withdrawn,
    DROP CONSTRAINT messages_taken,
    DROP CONSTRAINT messages_states,
    DROP COLUMN withdrawn_at,
    ADD CONSTRAINT messages_states CHECK (state IN ('queued', 'sent', 'delivered', 'undelivered', 'failed')),
    ADD CONSTRAINT messages_taken CHECK (state IN ('queued', 'failed') OR (attempts > 0 AND body <> '' AND gateway <> ''));
