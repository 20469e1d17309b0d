-- +goose Up
-- What the archive was told of a manifest's objects since they were put there: until when nobody removes them, and whether on legal hold. No row: nothing yet.
CREATE TABLE manifest_locks (
    day    text PRIMARY KEY REFERENCES manifest_objects (day),
    until  timestamptz NOT NULL,
    held   boolean NOT NULL
);

-- +goose Down
DROP TABLE manifest_locks;
