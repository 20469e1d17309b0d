-- +goose Up
-- Of a listening: all of the call was taken away as evidence, and this recording in it. Those of before are known by being over as they began.
ALTER TABLE listenings ADD COLUMN package boolean NOT NULL DEFAULT false;
UPDATE listenings SET package = true WHERE download AND NOT text AND until = at AND closed_at = at;

-- +goose Down
ALTER TABLE listenings DROP COLUMN package;
