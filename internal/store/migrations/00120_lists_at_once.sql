-- +goose Up
-- A unit's name as lists are ordered by it, made once and not for each row of a list.
CREATE FUNCTION words_key(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN array_to_string(bare_words(said), ' ');
ALTER TABLE units ADD COLUMN spelt text NOT NULL GENERATED ALWAYS AS (words_key(name)) STORED;

-- What is due, without the clocks that only watch how long nothing happens, which are most; and the clocks of a part.
CREATE INDEX ticket_clocks_due_idx ON ticket_clocks (due) WHERE ended IS NULL AND kind <> 'quiet';
CREATE INDEX ticket_clocks_of_part_idx ON ticket_clocks (ticket_id, unit, due) WHERE ended IS NULL AND kind <> 'quiet';
DROP INDEX ticket_clocks_unit_idx;

-- What units have done within a time, and the marks of it, out of the indexes alone.
CREATE INDEX ticket_assignments_answered_idx ON ticket_assignments (ended_at) INCLUDE (unit, lead, sent_at, ticket_id, escalated_at, overdue_at) WHERE state = 'done';
CREATE INDEX tickets_rated_idx ON tickets (id) INCLUDE (rating) WHERE rating IS NOT NULL;

CREATE INDEX leadership_reports_by_ticket_idx ON leadership_reports (ticket_id, at, id);

-- Messages of the kinds that are rare among all: the common ones are met on the way through the newest.
CREATE INDEX messages_rare_channel_idx ON messages (channel, created_at DESC, id DESC) WHERE channel <> 'sms';
CREATE INDEX messages_rare_state_idx ON messages (state, created_at DESC, id DESC) WHERE state NOT IN ('sent', 'delivered');

-- +goose Down
DROP INDEX messages_rare_state_idx, messages_rare_channel_idx, leadership_reports_by_ticket_idx, tickets_rated_idx, ticket_assignments_answered_idx,
    ticket_clocks_of_part_idx, ticket_clocks_due_idx;
CREATE INDEX ticket_clocks_unit_idx ON ticket_clocks (unit, due) WHERE ended IS NULL;
ALTER TABLE units DROP COLUMN spelt;
DROP FUNCTION words_key;
