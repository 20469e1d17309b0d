-- +goose Up
-- Today's callers of the queues, asked for every second by each board.
CREATE INDEX calls_queued_idx ON calls (queued_at) WHERE queued_at IS NOT NULL;

-- +goose Down
DROP INDEX calls_queued_idx;
