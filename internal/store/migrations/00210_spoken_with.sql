-- +goose Up
-- Calls are found by whom they were spoken with also where no recording of its own tells it: a duty telephone that they were
-- put through to while nobody served, an officer of whom nothing was recorded aside. The journal tells of those; whose
-- telephone it is, the directory.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION call_parties(of_call text) RETURNS void LANGUAGE sql AS $$
    WITH spoken AS (
        SELECT r.number, r.unit FROM recordings r WHERE r.call_id = of_call AND r.leg <> 'call'
        UNION
        SELECT e.data ->> 'number', coalesce(nullif(e.data ->> 'unit', ''),
            (SELECT o.unit FROM officers o WHERE o.phone = e.data ->> 'number' ORDER BY o.until DESC NULLS FIRST, o.id LIMIT 1))
        FROM call_events e WHERE e.call_id = of_call AND e.kind IN ('call.forwarded', 'call.consulted'))
    UPDATE calls SET units = ARRAY(SELECT DISTINCT unit FROM spoken WHERE unit <> '' ORDER BY 1),
        numbers = ARRAY(SELECT DISTINCT number FROM spoken WHERE number <> '' ORDER BY 1)
    WHERE id = of_call $$;
-- +goose StatementEnd
SELECT call_parties(call_id) FROM (SELECT DISTINCT call_id FROM call_events WHERE kind IN ('call.forwarded', 'call.consulted') AND call_id IS NOT NULL) spoken;

-- +goose Down
CREATE OR REPLACE FUNCTION call_parties(of_call text) RETURNS void LANGUAGE sql AS $$
    UPDATE calls SET units = ARRAY(SELECT DISTINCT r.unit FROM recordings r WHERE r.call_id = of_call AND r.unit <> '' ORDER BY 1),
        numbers = ARRAY(SELECT DISTINCT r.number FROM recordings r WHERE r.call_id = of_call AND r.number <> '' ORDER BY 1)
    WHERE id = of_call $$;
