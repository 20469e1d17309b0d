-- +goose Up
-- A mark that a caller pressed before it was kept when (00056) is of the call's end. Its tickets get it as they would
-- today, by their jobs; of before there were tickets' marks, there are no such jobs.
UPDATE calls SET rated_at = coalesce(ended_at, started_at) WHERE rating IS NOT NULL AND rated_at IS NULL;
-- +goose StatementBegin
DO $$ BEGIN
    IF to_regclass('river_job') IS NOT NULL THEN -- else there is no call either
        EXECUTE $jobs$
            INSERT INTO river_job (args, kind, queue, max_attempts)
            SELECT jsonb_build_object('call', c.id), 'tickets.rate', 'marks', 25 FROM calls c
            WHERE c.rating BETWEEN 1 AND 5 AND EXISTS (SELECT 1 FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id
                WHERE tc.call_id = c.id AND t.rating IS NULL)
            ORDER BY c.rated_at
        $jobs$;
    END IF;
END $$;
-- +goose StatementEnd
-- The key of a message that is tried again is the new one's alone; one that nobody tries again is forgotten after a while.
UPDATE messages m SET secret = NULL WHERE m.secret IS NOT NULL AND EXISTS (SELECT 1 FROM messages r WHERE r.retry_of = m.id);
CREATE INDEX messages_secret_idx ON messages (failed_at) WHERE secret IS NOT NULL AND state = 'failed';
-- Who was told of a ticket without a part in it may read it while that lasts (Điều 9.2, 16.1): ticket.Case.Readers.
UPDATE tickets t SET units = ARRAY(SELECT DISTINCT u FROM unnest(t.units || (t.life ->> 'through')) AS u ORDER BY u)
WHERE t.state = 'live_transfer' AND t.life ->> 'through' <> '' AND NOT t.life ->> 'through' = ANY (t.units);
UPDATE tickets t SET units = ARRAY(SELECT DISTINCT u FROM unnest(t.units || t.unit) AS u ORDER BY u)
WHERE t.outside_tthc AND t.unit IS NOT NULL AND t.state IN ('received', 'awaiting_sender', 'live_transfer') AND NOT t.unit = ANY (t.units);

-- +goose Down
DROP INDEX messages_secret_idx;
