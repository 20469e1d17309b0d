-- +goose Up
-- An operator placed the call: it is no citizen's who called.
ALTER TABLE calls ADD COLUMN placed boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE calls DROP COLUMN placed;
