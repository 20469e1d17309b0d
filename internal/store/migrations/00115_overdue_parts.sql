-- +goose Up
-- The parts whose time is over and that nobody has dealt with: first on the Office's board, when no clock runs for them any more.
CREATE INDEX ticket_assignments_overdue_idx ON ticket_assignments (overdue_at, ticket_id, (-number)) WHERE ended_at IS NULL AND overdue_at IS NOT NULL;

-- +goose Down
DROP INDEX ticket_assignments_overdue_idx;
