-- +goose Up
-- Longest without news first, of those whose sender has no result yet (ticket.Untold); and what one filed oneself.
CREATE INDEX tickets_waiting_idx ON tickets (updated_at, id) WHERE state IN ('received', 'awaiting_sender', 'live_transfer', 'assigned',
    'in_progress', 'awaiting_sender_for_unit', 'verifying', 'escalated_to_head', 'overdue', 'office_led', 'awaiting_directive', 'resolved', 'contested');
CREATE INDEX tickets_created_by_idx ON tickets (created_by, created_at DESC, id DESC) WHERE created_by IS NOT NULL;

-- +goose Down
DROP INDEX tickets_created_by_idx, tickets_waiting_idx;
