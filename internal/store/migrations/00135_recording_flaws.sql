-- +goose Up
-- What a recording's row promises is checked when its call is over (recordings/flaws.go).
-- left_ms, right_ms: how long each side's file was; left_heard_ms, right_heard_ms: until when
-- something was to be heard on it, 0 when nothing was. NULL: made before they were measured.
ALTER TABLE recordings
    ADD COLUMN left_ms bigint CHECK (left_ms >= 0),
    ADD COLUMN right_ms bigint CHECK (right_ms >= 0),
    ADD COLUMN left_heard_ms bigint CHECK (left_heard_ms >= 0),
    ADD COLUMN right_heard_ms bigint CHECK (right_heard_ms >= 0),
    -- in what it falls short; empty: in nothing, or not checked yet
    ADD COLUMN flaws text[] NOT NULL DEFAULT '{}'
        CHECK (flaws <@ ARRAY['short', 'long', 'one_sided', 'silent', 'cut', 'gaps', 'empty', 'unreadable', 'lost']),
    ADD COLUMN checked_at timestamptz;
CREATE INDEX recordings_flawed_idx ON recordings (created_at DESC, id DESC) WHERE flaws <> '{}';
CREATE INDEX recordings_unchecked_idx ON recordings (created_at, id) WHERE checked_at IS NULL AND state <> 'expected';

-- +goose Down
DROP INDEX recordings_unchecked_idx;
DROP INDEX recordings_flawed_idx;
ALTER TABLE recordings DROP COLUMN checked_at, DROP COLUMN flaws, DROP COLUMN right_heard_ms, DROP COLUMN left_heard_ms, DROP COLUMN right_ms, DROP COLUMN left_ms;
