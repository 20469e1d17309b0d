-- +goose Up
-- A row of what a shift leader did comes from the journal's entry, in the transaction that
-- appends it: once, whatever dies in between.
ALTER TABLE audit_log ADD COLUMN entry text UNIQUE REFERENCES call_events (id);

-- +goose Down
ALTER TABLE audit_log DROP COLUMN entry;
