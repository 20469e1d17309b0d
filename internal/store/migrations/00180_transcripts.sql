-- +goose Up
-- What was said in a recording, as a service wrote it down. It is as closed as the sound, and goes with it.
CREATE TABLE transcripts (
    recording uuid PRIMARY KEY REFERENCES recordings (id),
    state     text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    model     text NOT NULL DEFAULT '',
    -- why it failed
    detail    text NOT NULL DEFAULT '',
    wanted_at timestamptz NOT NULL,
    made_at   timestamptz,
    -- the words that it is found by (bare_words), each once
    words     text[] NOT NULL DEFAULT '{}',
    CHECK ((state = 'done') = (made_at IS NOT NULL))
);
CREATE INDEX transcripts_words_idx ON transcripts USING gin (words) WITH (fastupdate = off);
CREATE TABLE transcript_lines (
    recording uuid NOT NULL REFERENCES transcripts (recording) ON DELETE CASCADE,
    n         integer NOT NULL,
    -- the recording's channel: 0 left (the citizen, or an officer), 1 right (the operator)
    lane      smallint NOT NULL CHECK (lane IN (0, 1)),
    from_ms   bigint NOT NULL CHECK (from_ms >= 0),
    to_ms     bigint NOT NULL CHECK (to_ms >= from_ms),
    text      text NOT NULL CHECK (text <> ''),
    PRIMARY KEY (recording, n)
);
-- +goose StatementBegin
CREATE FUNCTION transcript_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM transcripts WHERE recording = NEW.id; RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER transcript_goes AFTER UPDATE OF state ON recordings FOR EACH ROW WHEN (NEW.state = 'deleted') EXECUTE FUNCTION transcript_goes();
-- Of a listening: its words were read, and nothing was heard.
ALTER TABLE listenings ADD COLUMN text boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE listenings DROP COLUMN text;
DROP TRIGGER transcript_goes ON recordings;
DROP FUNCTION transcript_goes;
DROP TABLE transcript_lines, transcripts;
