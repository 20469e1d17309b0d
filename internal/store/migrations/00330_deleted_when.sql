-- +goose Up
-- Whoever proves asks for what was deleted in some days.
CREATE INDEX recordings_deleted_idx ON recordings (deleted_at, id) WHERE state = 'deleted';

-- +goose Down
DROP INDEX recordings_deleted_idx;
