-- +goose Up
-- What a list of tickets is asked for is found by one index: beside a ticket's words, its search has a mark for each of
-- the things by which tickets are chosen, and words and marks are intersected in the index, however rare or
-- contradictory they are together. A mark begins with =, which no word does.

DROP INDEX tickets_units_idx, tickets_field_idx, tickets_channel_idx, tickets_emergency_idx, tickets_urgent_idx, tickets_confidential_idx,
    tickets_ever_overdue_idx, tickets_not_by_operator_idx, tickets_kind_idx, tickets_state_servant_idx, tickets_unsorted_idx, tickets_unit_idx,
    tickets_state_idx, ticket_assignments_of_officer_idx;
DROP STATISTICS tickets_facets;
-- +goose StatementBegin
DO $$ BEGIN EXECUTE 'ALTER TABLE tickets DROP COLUMN search'; END $$;
-- +goose StatementEnd

-- That have or had a unit's part.
ALTER TABLE tickets ADD COLUMN officers text[] NOT NULL DEFAULT '{}';
UPDATE tickets t SET officers = a.officers FROM (
    SELECT ticket_id, array_agg(DISTINCT officer ORDER BY officer) AS officers FROM ticket_assignments WHERE officer <> '' GROUP BY ticket_id) a
WHERE a.ticket_id = t.id;
-- An emergency service that was called is an emergency of all tickets of the call.
UPDATE tickets SET emergency = true WHERE NOT emergency AND id IN (SELECT tc.ticket_id FROM emergencies e JOIN ticket_calls tc ON tc.call_id = e.call_id);

-- The stretch of four weeks in which a time lies.
CREATE FUNCTION ticket_stretch(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    floor(extract(epoch FROM timezone('UTC', at)) / 2419200)::bigint::text;

CREATE FUNCTION ticket_marks(state text, origin text, kind text, state_servant boolean, "group" integer, field text, channel text, unit text, units text[],
    officers text[], sender_phone text, emergency boolean, urgent boolean, confidential boolean, ever_overdue boolean,
    created_at timestamptz, updated_at timestamptz, due_at timestamptz) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    array_remove(ARRAY[
        '=state:' || state, '=origin:' || origin, '=kind:' || kind, '=group:' || coalesce("group", 0), '=field:' || field, '=channel:' || channel,
        '=unit:' || unit, '=from:' || nullif(sender_phone, ''), '=came:' || ticket_stretch(created_at), '=moved:' || ticket_stretch(updated_at),
        CASE WHEN due_at IS NOT NULL THEN '=due' END, CASE WHEN state_servant THEN '=servant' END, CASE WHEN emergency THEN '=emergency' END,
        CASE WHEN urgent THEN '=urgent' END, CASE WHEN confidential THEN '=confidential' END, CASE WHEN ever_overdue THEN '=overdue' END
    ], NULL)
    || string_to_array('=part:' || nullif(array_to_string(units, E'\n=part:'), ''), E'\n')
    || string_to_array('=officer:' || nullif(array_to_string(officers, E'\n=officer:'), ''), E'\n');

-- +goose StatementBegin
DO $$ BEGIN
    EXECUTE 'ALTER TABLE tickets ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (ticket_words(code, content, address, sender_name, confidential)
        || array_to_tsvector(ticket_marks(state, origin, kind, state_servant, "group", field, channel, unit, units, officers, sender_phone,
            emergency, urgent, confidential, ever_overdue, created_at, updated_at, due_at))) STORED';
    EXECUTE 'CREATE INDEX tickets_search_idx ON tickets USING gin (search) WITH (fastupdate = off)';
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$ BEGIN
    EXECUTE 'ALTER TABLE tickets DROP COLUMN search';
    EXECUTE 'ALTER TABLE tickets ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (ticket_words(code, content, address, sender_name, confidential)) STORED';
    EXECUTE 'CREATE INDEX tickets_search_idx ON tickets USING gin (search) WITH (fastupdate = off)';
END $$;
-- +goose StatementEnd
DROP FUNCTION ticket_marks;
DROP FUNCTION ticket_stretch;
ALTER TABLE tickets DROP COLUMN officers;
CREATE STATISTICS tickets_facets (mcv) ON state, channel, "group", field, urgent, confidential, emergency, ever_overdue FROM tickets;
CREATE INDEX tickets_state_idx ON tickets (state, created_at DESC, id DESC);
CREATE INDEX tickets_unit_idx ON tickets (unit, created_at DESC);
CREATE INDEX tickets_unsorted_idx ON tickets (created_at DESC, id DESC) WHERE "group" IS NULL;
CREATE INDEX tickets_state_servant_idx ON tickets (created_at DESC, id DESC) WHERE state_servant;
CREATE INDEX tickets_kind_idx ON tickets (kind, created_at DESC, id DESC);
CREATE INDEX tickets_not_by_operator_idx ON tickets (origin, created_at DESC, id DESC) WHERE origin <> 'operator';
CREATE INDEX tickets_ever_overdue_idx ON tickets (created_at DESC, id DESC) WHERE ever_overdue;
CREATE INDEX tickets_confidential_idx ON tickets (created_at DESC, id DESC) WHERE confidential;
CREATE INDEX tickets_urgent_idx ON tickets (created_at DESC, id DESC) WHERE urgent;
CREATE INDEX tickets_emergency_idx ON tickets (created_at DESC, id DESC) WHERE emergency;
CREATE INDEX tickets_channel_idx ON tickets (channel, created_at DESC, id DESC) WHERE channel <> 'phone';
CREATE INDEX tickets_field_idx ON tickets (field, "group");
CREATE INDEX tickets_units_idx ON tickets USING gin (units) WITH (fastupdate = off);
CREATE INDEX ticket_assignments_of_officer_idx ON ticket_assignments (officer, ticket_id) WHERE officer <> '';
