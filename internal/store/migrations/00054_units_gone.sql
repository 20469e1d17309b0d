-- +goose Up
-- By which decision a unit is no more from "until" on: the history of its tickets tells it.
ALTER TABLE units ADD COLUMN decision text NOT NULL DEFAULT '';
CREATE INDEX units_until_idx ON units (until) WHERE until IS NOT NULL;

-- +goose Down
DROP INDEX units_until_idx;
ALTER TABLE units DROP COLUMN decision;
