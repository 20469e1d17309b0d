-- +goose Up
-- The spool took nothing while this was to be recorded: its disk was full, or not to be written to (closed). Then no file may ever come, or one with a
-- hole; empty: nothing is known of it.
ALTER TABLE recordings ADD COLUMN spool_fault text NOT NULL DEFAULT '' CHECK (spool_fault IN ('', 'full', 'closed'));

-- +goose Down
ALTER TABLE recordings DROP COLUMN spool_fault;
