-- +goose Up
-- What somebody who heard a recording wrote down at one of its seconds. It stays as it was written.
CREATE TABLE recording_notes (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recording uuid NOT NULL REFERENCES recordings (id),
    at_ms     bigint NOT NULL CHECK (at_ms >= 0),
    text      text NOT NULL CHECK (text <> ''),
    author    text NOT NULL CHECK (author <> ''),
    at        timestamptz NOT NULL
);
CREATE INDEX recording_notes_recording_idx ON recording_notes (recording, at_ms, id);
CREATE TRIGGER recording_notes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recording_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE recording_notes;
