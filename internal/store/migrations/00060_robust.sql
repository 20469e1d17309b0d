-- +goose Up
-- The Office is told of what concerns no ticket, too: that the working calendar ends.
ALTER TABLE ticket_notices ALTER COLUMN ticket_id DROP NOT NULL, ADD CONSTRAINT ticket_notices_of_ticket CHECK (ticket_id IS NOT NULL OR audience = 'office');
-- Entries of the journal that the record could not take: somebody has to look at them.
CREATE INDEX call_events_problem_idx ON call_events (at) WHERE problem <> '';
-- Which transaction changed a ticket's clocks last: what a preview of another calendar did not see, it is told of.
ALTER TABLE ticket_sheets ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX ticket_sheets_changed_idx ON ticket_sheets (changed);

-- +goose Down
DROP INDEX ticket_sheets_changed_idx;
ALTER TABLE ticket_sheets DROP COLUMN changed;
DROP INDEX call_events_problem_idx;
DELETE FROM ticket_notices WHERE ticket_id IS NULL;
ALTER TABLE ticket_notices DROP CONSTRAINT ticket_notices_of_ticket, ALTER COLUMN ticket_id SET NOT NULL;
