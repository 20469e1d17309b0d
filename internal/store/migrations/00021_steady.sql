-- +goose Up
-- What each node counts every 15 s: not a walk through all messages ever sent.
CREATE INDEX messages_unsent_idx ON messages (channel, state) WHERE state <> 'sent';
CREATE INDEX messages_recipient_idx ON messages (recipient, created_at DESC);
-- What callers left and nobody has sorted yet.
CREATE INDEX tickets_unsorted_idx ON tickets (created_at DESC, id DESC) WHERE "group" IS NULL;
-- How many call-backs a caller has asked for.
CREATE INDEX callbacks_call_idx ON callbacks (call_id);

-- +goose Down
DROP INDEX callbacks_call_idx;
DROP INDEX tickets_unsorted_idx;
DROP INDEX messages_recipient_idx;
DROP INDEX messages_unsent_idx;
