-- +goose Up
-- A caller may withhold the number from those called (RFC 3323). What the network
-- asserts of it is kept apart, so that nothing that looks calls up, rings back or
-- shows a number ever meets it; reading it takes a right, and is noted.
ALTER TABLE calls
    ADD COLUMN withheld boolean NOT NULL DEFAULT false,
    ADD COLUMN asserted text NOT NULL DEFAULT '',
    ADD CONSTRAINT calls_withheld_check CHECK (NOT withheld OR (from_raw = '' AND from_number = '' AND from_name = '')),
    ADD CONSTRAINT calls_asserted_check CHECK (withheld OR asserted = '');

-- +goose Down
ALTER TABLE calls DROP COLUMN asserted, DROP COLUMN withheld;
