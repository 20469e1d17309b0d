-- +goose Up
-- A call that was put through to a telephone outside while nobody served was spoken as well, by whoever answered there. It has no conversation
-- with an operator, which is what connected_at is of (service level, call-backs, retention): the length of a call reckons with both.
ALTER TABLE calls ADD COLUMN forwarded_at timestamptz;
UPDATE calls c SET forwarded_at = f.at
FROM (SELECT call_id, min(at) AS at FROM call_events WHERE kind IN ('call.forwarded', 'call.transferred') GROUP BY call_id) f
WHERE f.call_id = c.id;
DROP INDEX calls_talk_idx;
CREATE INDEX calls_talk_idx ON calls ((coalesce(ended_at - least(connected_at, forwarded_at), interval '0')), started_at, id);
ANALYZE calls; -- without it nothing is known of the lengths, and what is rare is looked for in all calls

-- +goose Down
DROP INDEX calls_talk_idx;
CREATE INDEX calls_talk_idx ON calls ((coalesce(ended_at - connected_at, interval '0')), started_at, id);
ALTER TABLE calls DROP COLUMN forwarded_at;
