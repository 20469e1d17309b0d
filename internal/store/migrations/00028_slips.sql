-- +goose Up
-- A transfer slip (phiếu chuyển, Điều 9.3): nobody of the unit could be spoken with, and it
-- is told in writing. One is drafted for a unit, of a ticket, or of a call that has none
-- yet: then it goes to the ticket as soon as that is filed.
CREATE TABLE transfer_slips (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id   bigint REFERENCES tickets (id),
    call_id     text REFERENCES calls (id),
    unit        text NOT NULL REFERENCES units (code),
    -- all that was known when it was drafted: internal/ticket's Slip
    body        jsonb NOT NULL,
    drafted_by  text NOT NULL REFERENCES users (username),
    drafted_at  timestamptz NOT NULL,
    CHECK (ticket_id IS NOT NULL OR call_id IS NOT NULL)
);
CREATE UNIQUE INDEX transfer_slips_ticket_idx ON transfer_slips (ticket_id, unit) WHERE ticket_id IS NOT NULL;
CREATE UNIQUE INDEX transfer_slips_call_idx ON transfer_slips (call_id, unit) WHERE ticket_id IS NULL;

-- +goose Down
DROP TABLE transfer_slips;
