-- +goose Up
-- What a call leaves beside its own record: the legs of its recording, each with whom it
-- is; and the mark that the caller gave.
ALTER TABLE recordings
    -- of a leg beside the citizen's own: who speaks in it, by the directory's telephone and unit
    ADD COLUMN operator text NOT NULL DEFAULT '',
    ADD COLUMN number text NOT NULL DEFAULT '',
    ADD COLUMN unit text NOT NULL DEFAULT '',
    ADD CONSTRAINT recordings_own_leg CHECK (leg <> 'call' OR (operator = '' AND number = '' AND unit = ''));
ALTER TABLE calls ADD COLUMN rating smallint CHECK (rating BETWEEN 0 AND 9);

-- +goose Down
ALTER TABLE calls DROP COLUMN rating;
ALTER TABLE recordings DROP CONSTRAINT recordings_own_leg, DROP COLUMN operator, DROP COLUMN number, DROP COLUMN unit;
