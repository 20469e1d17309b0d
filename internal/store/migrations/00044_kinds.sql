-- +goose Up
-- What the sender wants (Điều 1.1: all of it is called phản ánh, kiến nghị); NULL: nobody has said. And whether they
-- serve the state, of those who say so (17.10): for counting alone.
ALTER TABLE tickets
    ADD COLUMN kind           text CHECK (kind IN ('request', 'question', 'suggestion', 'report', 'petition')),
    ADD COLUMN state_servant  boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT tickets_state_servant CHECK (NOT (state_servant AND sender_type = 'organisation'));
CREATE INDEX tickets_kind_idx ON tickets (kind, created_at DESC, id DESC);
CREATE INDEX tickets_state_servant_idx ON tickets (created_at DESC, id DESC) WHERE state_servant;

-- +goose Down
ALTER TABLE tickets DROP CONSTRAINT tickets_state_servant, DROP COLUMN kind, DROP COLUMN state_servant;
