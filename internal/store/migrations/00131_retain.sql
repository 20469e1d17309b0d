-- +goose Up
-- Until when the archive keeps the object from everybody, whoever asks (object lock, compliance); null: the bucket cannot.
ALTER TABLE recordings ADD COLUMN retain_until timestamptz;

-- +goose Down
ALTER TABLE recordings DROP COLUMN retain_until;
