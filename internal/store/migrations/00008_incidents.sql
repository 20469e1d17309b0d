-- +goose Up
-- What is going on in the city that callers hear first (storm mode). One is open
-- at a time: callers hear one announcement, and what is new goes into its text.
CREATE TABLE incidents (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area          text NOT NULL CHECK (area <> '' AND length(area) <= 200),
    text          text NOT NULL CHECK (text <> '' AND length(text) <= 600),
    expected_end  timestamptz,
    -- counts the changes of what callers hear, and names the sound file
    revision      integer NOT NULL DEFAULT 1 CHECK (revision > 0),
    opened_by     text NOT NULL CHECK (opened_by <> ''),
    opened_at     timestamptz NOT NULL,
    closed_by     text CHECK (closed_by <> ''),
    closed_at     timestamptz,
    CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
    CHECK (closed_at >= opened_at)
);
CREATE UNIQUE INDEX incidents_one_open_idx ON incidents ((true)) WHERE closed_at IS NULL;

-- A recorded voice belongs to the revision whose words it says. Kept for every
-- node to fetch, and as proof of what callers heard.
CREATE TABLE incident_voices (
    incident_id  bigint NOT NULL REFERENCES incidents (id),
    revision     integer NOT NULL,
    -- 8 kHz linear WAVE, at most two minutes
    sound        bytea NOT NULL CHECK (length(sound) BETWEEN 1 AND 2000000),
    PRIMARY KEY (incident_id, revision)
);
CREATE TRIGGER incident_voices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_voices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE incident_events (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id  bigint NOT NULL REFERENCES incidents (id),
    at           timestamptz NOT NULL,
    actor        text NOT NULL CHECK (actor <> ''),
    kind         text NOT NULL CHECK (kind IN ('incident.opened', 'incident.edited', 'incident.voice', 'incident.closed')),
    data         jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX incident_events_incident_idx ON incident_events (incident_id, id);
CREATE TRIGGER incident_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who wants to be told when it is over. Projected from call.joined_incident.
CREATE TABLE incident_joins (
    incident_id  bigint NOT NULL REFERENCES incidents (id),
    call_id      text NOT NULL REFERENCES calls (id),
    -- '' when withheld: there is a ticket, but nobody can be told
    number       text NOT NULL CHECK (number = '' OR number ~ '^\+?[0-9]{3,15}$'),
    ticket_id    bigint NOT NULL UNIQUE REFERENCES tickets (id),
    at           timestamptz NOT NULL,
    PRIMARY KEY (incident_id, call_id)
);
CREATE UNIQUE INDEX incident_joins_number_idx ON incident_joins (incident_id, number) WHERE number <> '';
CREATE INDEX incident_joins_call_idx ON incident_joins (call_id);

-- +goose Down
DROP TABLE incident_joins;
DROP TABLE incident_events;
DROP TABLE incident_voices;
DROP TABLE incidents;
