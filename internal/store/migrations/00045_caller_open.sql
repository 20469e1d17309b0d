-- +goose Up
-- The open tickets of a caller, before the operator has answered, however many of theirs are closed.
CREATE INDEX tickets_sender_open_idx ON tickets (sender_phone, created_at DESC) WHERE sender_phone <> '' AND state NOT IN ('declined', 'closed', 'merged');

-- +goose Down
DROP INDEX tickets_sender_open_idx;
