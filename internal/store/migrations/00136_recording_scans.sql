-- +goose Up
-- Comparisons of rows, spool and bucket (recordings/compare.go). findings: the first of them, of total.
CREATE TABLE recording_scans (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node      text NOT NULL,
    begun_at  timestamptz NOT NULL,
    ended_at  timestamptz NOT NULL,
    rows      bigint NOT NULL CHECK (rows >= 0),
    objects   bigint NOT NULL CHECK (objects >= 0),
    files     bigint NOT NULL CHECK (files >= 0),
    total     bigint NOT NULL CHECK (total >= 0),
    findings  jsonb NOT NULL,
    CHECK (ended_at >= begun_at)
);
CREATE INDEX recording_scans_node_idx ON recording_scans (node, begun_at DESC);
-- In the order in which S3 lists: by bytes.
CREATE INDEX recordings_object_idx ON recordings (object COLLATE "C") WHERE object IS NOT NULL;

-- +goose Down
DROP INDEX recordings_object_idx;
DROP TABLE recording_scans;
