-- +goose Up
-- What a message to a ticket's sender lets them in by (Điều 11.1, 11.2): the link in it ends in a key, of which the
-- sum is kept. It opens the ticket of its message, as long as the sender is still to be told where that went.
CREATE TABLE message_keys (
    sum         bytea PRIMARY KEY CHECK (octet_length(sum) = 32),
    message_id  uuid NOT NULL REFERENCES messages (id),
    made_at     timestamptz NOT NULL
);
CREATE INDEX message_keys_message_idx ON message_keys (message_id);
-- The key itself, until a gateway has the message, and no longer; body has a mask in its place.
ALTER TABLE messages
    ADD COLUMN keyed  boolean NOT NULL DEFAULT false,
    ADD COLUMN secret text,
    ADD CONSTRAINT messages_secret CHECK (secret IS NULL OR (keyed AND secret ~ '^[a-z2-7]{16}$' AND state IN ('queued', 'failed') AND ticket_id IS NOT NULL));
-- When the mark at a call's end was pressed, which is its tickets' too (11.2).
ALTER TABLE calls ADD COLUMN rated_at timestamptz;

-- +goose Down
ALTER TABLE calls DROP COLUMN rated_at;
ALTER TABLE messages DROP CONSTRAINT messages_secret, DROP COLUMN secret, DROP COLUMN keyed;
DROP TABLE message_keys;
