-- +goose Up
-- A call is found by the units that have its tickets too, or are thought to have to, as the tickets themselves are: who asks for a unit's calls
-- means those as well as the ones in which its officers were spoken with. One function says all that a call is found by. It takes the call's row first: of
-- two tickets of one call that change at once, the second must see what the first became.
-- +goose StatementBegin
CREATE FUNCTION call_found(of_call text) RETURNS void LANGUAGE sql AS $$
    SELECT FROM calls WHERE id = of_call FOR NO KEY UPDATE;
    WITH spoken AS (
        SELECT r.number, r.unit FROM recordings r WHERE r.call_id = of_call AND r.leg <> 'call'
        UNION
        SELECT e.data ->> 'number', coalesce(nullif(e.data ->> 'unit', ''),
            (SELECT o.unit FROM officers o WHERE o.phone = e.data ->> 'number' ORDER BY o.until DESC NULLS FIRST, o.id LIMIT 1))
        FROM call_events e WHERE e.call_id = of_call AND e.kind IN ('call.forwarded', 'call.consulted')),
    told AS (SELECT t.field, t.unit, t.units FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = of_call),
    found AS (SELECT
        ARRAY(SELECT unit FROM spoken WHERE unit <> '' UNION SELECT unit FROM told WHERE unit IS NOT NULL UNION SELECT unnest(units) FROM told ORDER BY 1) AS units,
        ARRAY(SELECT DISTINCT number FROM spoken WHERE number <> '' ORDER BY 1) AS numbers,
        ARRAY(SELECT DISTINCT field FROM told WHERE field IS NOT NULL ORDER BY 1) AS fields)
    UPDATE calls c SET units = f.units, numbers = f.numbers, fields = f.fields FROM found f
    WHERE c.id = of_call AND (c.units, c.numbers, c.fields) IS DISTINCT FROM (f.units, f.numbers, f.fields) $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION recordings_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_found(NEW.call_id); RETURN NULL; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION ticket_calls_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_found(NEW.call_id); RETURN NULL; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION tickets_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_found(tc.call_id) FROM ticket_calls tc WHERE tc.ticket_id = NEW.id ORDER BY tc.call_id; RETURN NULL; END $$;
-- +goose StatementEnd
DROP TRIGGER tickets_found ON tickets;
CREATE TRIGGER tickets_found AFTER UPDATE OF field, unit, units ON tickets FOR EACH ROW
    WHEN ((NEW.field, NEW.unit, NEW.units) IS DISTINCT FROM (OLD.field, OLD.unit, OLD.units)) EXECUTE FUNCTION tickets_found();
DROP FUNCTION call_parties, call_fields;

-- All that there are at once, and their index made anew: one by one it would take an hour for three million.
DROP INDEX calls_found_idx;
UPDATE calls c SET units = ARRAY(SELECT unnest(c.units) UNION SELECT unnest(f.units) ORDER BY 1)
FROM (SELECT tc.call_id, array_agg(DISTINCT u.unit) AS units FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id CROSS JOIN unnest(t.units || t.unit) u (unit)
      WHERE u.unit IS NOT NULL GROUP BY tc.call_id) f
WHERE f.call_id = c.id AND NOT c.units @> f.units;
CREATE INDEX calls_found_idx ON calls USING gin (units, numbers, fields, had_by) WITH (fastupdate = off);
ANALYZE calls;

-- +goose Down
DROP TRIGGER tickets_found ON tickets;
CREATE FUNCTION call_parties(of_call text) RETURNS void LANGUAGE sql AS $$
    WITH spoken AS (
        SELECT r.number, r.unit FROM recordings r WHERE r.call_id = of_call AND r.leg <> 'call'
        UNION
        SELECT e.data ->> 'number', coalesce(nullif(e.data ->> 'unit', ''),
            (SELECT o.unit FROM officers o WHERE o.phone = e.data ->> 'number' ORDER BY o.until DESC NULLS FIRST, o.id LIMIT 1))
        FROM call_events e WHERE e.call_id = of_call AND e.kind IN ('call.forwarded', 'call.consulted'))
    UPDATE calls SET units = ARRAY(SELECT DISTINCT unit FROM spoken WHERE unit <> '' ORDER BY 1),
        numbers = ARRAY(SELECT DISTINCT number FROM spoken WHERE number <> '' ORDER BY 1)
    WHERE id = of_call $$;
CREATE FUNCTION call_fields(of_call text) RETURNS void LANGUAGE sql AS $$
    UPDATE calls SET fields = ARRAY(SELECT DISTINCT t.field FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = of_call AND t.field IS NOT NULL ORDER BY 1)
    WHERE id = of_call $$;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION recordings_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_parties(NEW.call_id); RETURN NULL; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION ticket_calls_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_fields(NEW.call_id); RETURN NULL; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION tickets_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_fields(tc.call_id) FROM ticket_calls tc WHERE tc.ticket_id = NEW.id; RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER tickets_found AFTER UPDATE OF field ON tickets FOR EACH ROW WHEN (NEW.field IS DISTINCT FROM OLD.field) EXECUTE FUNCTION tickets_found();
SELECT call_parties(c.id) FROM calls c WHERE c.units <> '{}';
DROP FUNCTION call_found;
