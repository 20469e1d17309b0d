-- +goose Up
-- Talk ends when the operator leaves the caller to the menu (the mark), not with the call. Empty: with the call, or nobody has spoken.
ALTER TABLE calls ADD COLUMN spoken_until timestamptz;
UPDATE calls c SET spoken_until = l.at
FROM (SELECT call_id, max(at) AS at FROM call_events WHERE kind = 'call.operator_left' GROUP BY call_id) l
WHERE l.call_id = c.id AND least(c.connected_at, c.forwarded_at) <= l.at
  AND NOT EXISTS (SELECT 1 FROM call_events e WHERE e.call_id = c.id AND e.at > l.at AND e.kind IN ('call.connected', 'call.forwarded', 'call.transferred'));
DROP INDEX calls_talk_idx;
CREATE INDEX calls_talk_idx ON calls ((coalesce(coalesce(spoken_until, ended_at) - least(connected_at, forwarded_at), interval '0')), started_at, id);
ANALYZE calls; -- without it nothing is known of the lengths, and what is rare is looked for in all calls

-- +goose Down
DROP INDEX calls_talk_idx;
CREATE INDEX calls_talk_idx ON calls ((coalesce(ended_at - least(connected_at, forwarded_at), interval '0')), started_at, id);
ALTER TABLE calls DROP COLUMN spoken_until;
