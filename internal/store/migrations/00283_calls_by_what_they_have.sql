-- +goose Up
-- Calls by operator, unit, officer's telephone and field, any of them together: with an index for each, what two had in common was found by reading all of both.
CREATE INDEX calls_found_idx ON calls USING gin (units, numbers, fields, had_by) WITH (fastupdate = off);
DROP INDEX calls_units_idx, calls_numbers_idx, calls_fields_idx, calls_had_by_idx;

-- +goose Down
CREATE INDEX calls_units_idx ON calls USING gin (units) WITH (fastupdate = off);
CREATE INDEX calls_numbers_idx ON calls USING gin (numbers) WITH (fastupdate = off);
CREATE INDEX calls_fields_idx ON calls USING gin (fields) WITH (fastupdate = off);
CREATE INDEX calls_had_by_idx ON calls USING gin (had_by);
DROP INDEX calls_found_idx;
