-- +goose Up
ALTER TABLE calls
    -- A mark that whoever inspects puts on a call, with a note of what is to be looked at; who did it before is in the audit log.
    ADD COLUMN flagged_at timestamptz,
    ADD COLUMN flagged_by text NOT NULL DEFAULT '',
    ADD COLUMN flag_note  text NOT NULL DEFAULT '',
    -- What calls are found by, kept here by triggers: units and telephones of officers who were spoken with, and fields of its tickets.
    -- PostgreSQL counts an array's elements, and so knows which are rare, and are found by the index, and which are met among the newest.
    ADD COLUMN units   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN numbers text[] NOT NULL DEFAULT '{}',
    ADD COLUMN fields  text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT calls_flag CHECK ((flagged_at IS NULL) = (flagged_by = '') AND (flagged_at IS NOT NULL OR flag_note = ''));

CREATE FUNCTION call_parties(of_call text) RETURNS void LANGUAGE sql AS $$
    UPDATE calls SET units = ARRAY(SELECT DISTINCT r.unit FROM recordings r WHERE r.call_id = of_call AND r.unit <> '' ORDER BY 1),
        numbers = ARRAY(SELECT DISTINCT r.number FROM recordings r WHERE r.call_id = of_call AND r.number <> '' ORDER BY 1)
    WHERE id = of_call $$;
CREATE FUNCTION call_fields(of_call text) RETURNS void LANGUAGE sql AS $$
    UPDATE calls SET fields = ARRAY(SELECT DISTINCT t.field FROM ticket_calls tc JOIN tickets t ON t.id = tc.ticket_id WHERE tc.call_id = of_call AND t.field IS NOT NULL ORDER BY 1)
    WHERE id = of_call $$;
-- +goose StatementBegin
CREATE FUNCTION recordings_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_parties(NEW.call_id); RETURN NULL; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION ticket_calls_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_fields(NEW.call_id); RETURN NULL; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION tickets_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM call_fields(tc.call_id) FROM ticket_calls tc WHERE tc.ticket_id = NEW.id; RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER recordings_found AFTER INSERT OR UPDATE OF unit, number ON recordings FOR EACH ROW WHEN (NEW.leg <> 'call') EXECUTE FUNCTION recordings_found();
CREATE TRIGGER ticket_calls_found AFTER INSERT ON ticket_calls FOR EACH ROW EXECUTE FUNCTION ticket_calls_found();
CREATE TRIGGER tickets_found AFTER UPDATE OF field ON tickets FOR EACH ROW WHEN (NEW.field IS DISTINCT FROM OLD.field) EXECUTE FUNCTION tickets_found();
SELECT call_parties(call_id) FROM (SELECT DISTINCT call_id FROM recordings WHERE leg <> 'call') legs;
SELECT call_fields(call_id) FROM (SELECT DISTINCT call_id FROM ticket_calls) told;

CREATE INDEX calls_units_idx ON calls USING gin (units) WITH (fastupdate = off);
CREATE INDEX calls_numbers_idx ON calls USING gin (numbers) WITH (fastupdate = off);
CREATE INDEX calls_fields_idx ON calls USING gin (fields) WITH (fastupdate = off);
CREATE INDEX calls_flagged_idx ON calls (started_at DESC, id DESC) WHERE flagged_at IS NOT NULL;
CREATE INDEX calls_rated_idx ON calls (rating, started_at DESC, id DESC) WHERE rating IS NOT NULL;
CREATE INDEX calls_end_reason_idx ON calls (end_reason, started_at DESC, id DESC) WHERE end_reason <> 'hangup';
CREATE INDEX calls_not_ended_idx ON calls (started_at DESC, id DESC) WHERE state <> 'ended';

-- +goose Down
DROP TRIGGER tickets_found ON tickets;
DROP TRIGGER ticket_calls_found ON ticket_calls;
DROP TRIGGER recordings_found ON recordings;
DROP FUNCTION tickets_found, ticket_calls_found, recordings_found, call_fields, call_parties;
ALTER TABLE calls DROP CONSTRAINT calls_flag, DROP COLUMN flagged_at, DROP COLUMN flagged_by, DROP COLUMN flag_note,
    DROP COLUMN units, DROP COLUMN numbers, DROP COLUMN fields;
DROP INDEX calls_end_reason_idx, calls_rated_idx, calls_not_ended_idx;
