-- +goose Up
-- calls.operator is who has the call, or had it last. Who had it before (another took it over, or it
-- went back to the queue) writes of it all the same, and reads it: it was theirs.
ALTER TABLE calls ADD COLUMN had_by text[] NOT NULL DEFAULT '{}';
UPDATE calls c SET had_by = ARRAY(
    SELECT h.who FROM (
        SELECT e.data ->> 'operator' AS who, e.seq FROM call_events e
        WHERE e.call_id = c.id AND e.kind IN ('call.accepted', 'call.connected', 'call.resumed', 'call.held', 'call.operator_lost', 'call.adopted')
        UNION ALL
        SELECT e.data ->> 'leader', e.seq FROM call_events e WHERE e.call_id = c.id AND e.kind = 'call.taken_over'
    ) h WHERE h.who <> '' GROUP BY h.who ORDER BY min(h.seq));
UPDATE calls SET had_by = had_by || operator WHERE operator <> '' AND NOT had_by @> ARRAY[operator];
ALTER TABLE calls ADD CONSTRAINT calls_had_by_check CHECK (operator = '' OR had_by @> ARRAY[operator]);
CREATE INDEX calls_had_by_idx ON calls USING gin (had_by);
-- Nobody is asked for by calls.operator any more.
DROP INDEX calls_operator_idx;

-- +goose Down
CREATE INDEX calls_operator_idx ON calls (operator, started_at DESC);
DROP INDEX calls_had_by_idx;
ALTER TABLE calls DROP CONSTRAINT calls_had_by_check;
ALTER TABLE calls DROP COLUMN had_by;
