-- +goose Up
-- Calls by who had them last, and by why they ended; the expressions are those by which internal/api sorts.
CREATE INDEX calls_operator_idx ON calls (operator, started_at, id);
CREATE INDEX calls_ended_idx ON calls ((coalesce(end_reason, '')), started_at, id);

-- +goose Down
DROP INDEX calls_ended_idx, calls_operator_idx;
