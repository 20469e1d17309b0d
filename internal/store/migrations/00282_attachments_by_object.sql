-- +goose Up
-- In the order in which S3 lists: rows of attachments are compared with the bucket once a day (recordings.Service.Scan).
CREATE INDEX attachments_by_object_idx ON attachments ((object COLLATE "C")) WHERE object IS NOT NULL;

-- +goose Down
DROP INDEX attachments_by_object_idx;
