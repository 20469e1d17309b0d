-- +goose Up
-- Calls by how long was waited, and spoken; the expressions are those by which internal/api sorts.
CREATE INDEX calls_wait_idx ON calls ((coalesce(coalesce(connected_at, left_queue_at, ended_at) - queued_at, interval '0')), started_at, id);
CREATE INDEX calls_talk_idx ON calls ((coalesce(ended_at - connected_at, interval '0')), started_at, id);
CREATE INDEX messages_attempts_idx ON messages (attempts, created_at, id);
CREATE INDEX audit_log_action_idx ON audit_log (action, id);
-- One way through, so that the index orders by actor and entry, as well as it finds an actor's newest.
CREATE INDEX audit_log_by_actor_idx ON audit_log (actor, id);
CREATE INDEX audit_log_by_object_idx ON audit_log (object, id);
DROP INDEX audit_log_actor_idx, audit_log_object_idx;
CREATE INDEX callbacks_ended_tries_idx ON callbacks (tries, id) WHERE ended_at IS NOT NULL;

-- +goose Down
CREATE INDEX audit_log_object_idx ON audit_log (object, id DESC);
CREATE INDEX audit_log_actor_idx ON audit_log (actor, id DESC);
DROP INDEX callbacks_ended_tries_idx, audit_log_by_object_idx, audit_log_by_actor_idx, audit_log_action_idx, messages_attempts_idx, calls_talk_idx, calls_wait_idx;
