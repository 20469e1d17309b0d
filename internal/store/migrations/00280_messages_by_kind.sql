-- +goose Up
-- Messages of each channel and each state in the order of time: lists go through the few values as they are called (store.Names), and
-- filters find the common ones as well as the rare, for which alone there were indexes.
CREATE INDEX messages_by_channel_idx ON messages (channel, created_at, id);
CREATE INDEX messages_by_state_idx ON messages (state, created_at, id);
DROP INDEX messages_rare_state_idx, messages_rare_channel_idx;

-- +goose Down
CREATE INDEX messages_rare_channel_idx ON messages (channel, created_at DESC, id DESC) WHERE channel <> 'sms';
CREATE INDEX messages_rare_state_idx ON messages (state, created_at DESC, id DESC) WHERE state NOT IN ('sent', 'delivered');
DROP INDEX messages_by_state_idx, messages_by_channel_idx;
