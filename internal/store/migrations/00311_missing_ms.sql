-- +goose Up
-- How much of what a recording that falls short promised is not there, at most; null: nothing, or nobody can tell.
ALTER TABLE recordings ADD COLUMN missing_ms bigint CHECK (missing_ms > 0);

-- +goose Down
ALTER TABLE recordings DROP COLUMN missing_ms;
