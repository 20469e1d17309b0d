-- +goose Up
-- What a version was made from: of two who edit the same, the second to let callers
-- meet theirs is told that it lacks what the first changed. '': a text of its own.
-- Its author is '' where it is the configured file's, whoever goes back to it.
ALTER TABLE dialplan_versions
    ADD COLUMN made_from text NOT NULL DEFAULT '' CHECK (made_from = '' OR made_from ~ '^[0-9a-f]{16}$'),
    DROP CONSTRAINT dialplan_versions_author_check;
CREATE INDEX dialplan_activations_version_idx ON dialplan_activations (version, id DESC);

-- +goose Down
DROP INDEX dialplan_activations_version_idx;
ALTER TABLE dialplan_versions
    DROP COLUMN made_from,
    -- Not of those that are there: they are never changed.
    ADD CONSTRAINT dialplan_versions_author_check CHECK (author <> '') NOT VALID;
