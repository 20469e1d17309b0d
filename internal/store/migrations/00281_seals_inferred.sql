-- +goose Up
-- A call whose end was only inferred when manifests listed it: what is seen since is listed anew by the next hour's (internal/evidence).
ALTER TABLE call_seals ADD COLUMN inferred boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE call_seals DROP COLUMN inferred;
