-- +goose Up
-- Messages by their ticket, those of none first; the expression is that by which internal/api sorts. ANALYZE, for PostgreSQL knows nothing of
-- an expression before it.
CREATE INDEX messages_by_ticket_idx ON messages ((coalesce(ticket_id, 0)), created_at, id);
ANALYZE messages;

-- +goose Down
DROP INDEX messages_by_ticket_idx;
