-- What the archive refused to remove is announced behind all else: it is asked for by recording.

-- +goose Up
CREATE INDEX deletion_items_locked_idx ON deletion_items (recording, at) WHERE outcome = 'locked';

-- +goose Down
DROP INDEX deletion_items_locked_idx;
