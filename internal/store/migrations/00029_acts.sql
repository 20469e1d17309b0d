-- +goose Up
-- A row of what a shift leader did comes from the entry of the journal (call_events.id), in the transaction that
-- appends it: once, whatever dies in between.
ALTER TABLE audit_log ADD COLUMN entry text UNIQUE;

-- +goose Down
ALTER TABLE audit_log DROP COLUMN entry;
