-- +goose Up
-- When the caller left the queue for anything but an operator: a key, a limit, the
-- fallback. Entering a queue again empties it.
ALTER TABLE calls ADD COLUMN left_queue_at timestamptz CHECK (left_queue_at IS NULL OR queued_at IS NOT NULL);

-- +goose Down
ALTER TABLE calls DROP COLUMN left_queue_at;
