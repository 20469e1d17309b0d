-- +goose Up
-- What a manifest lists is found by it, a few days at a time: how long the archive has to keep it.
CREATE INDEX recordings_manifest_idx ON recordings (manifest) WHERE state = 'archived';
CREATE INDEX call_seals_manifest_idx ON call_seals (manifest);

-- +goose Down
DROP INDEX call_seals_manifest_idx, recordings_manifest_idx;
